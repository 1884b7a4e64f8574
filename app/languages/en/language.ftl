# This language’s own name for itself.
name = English
# ltr, or rtl for what is written from right to left.
direction = ltr
