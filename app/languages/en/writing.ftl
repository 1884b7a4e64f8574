## Writing: formatting, dates, questions in the margin, templates

format = Format
bold = Bold
italic = Italic
heading = Heading
bullets = List
numbers = Numbered list
boxes = Checklist
quote = Quotation
link = Link

# The day and time of an entry
date = Day and time
change-date = Change day and time
day = Day
time = Time
date-set = Set
date-now = Now
date-missing = Choose a day and a time first.
future-title = That is still to come
future = An entry dated in the future stands at the top of your journal until its day has passed.
future-do = Date it ahead

# Questions in the margin
prompt = A question
prompt-take = Answer
# The name on the key
prompt-take-key = Tab
prompt-dismiss = Not now (Esc)
prompt-off-opening = Never ask on an empty page
prompt-off-idle = Never ask while I write
opening-off = No more questions on empty pages
idle-off = No more questions while you write
prompts-on = The questions are back
settings = Writing
idle-after = Ask when I pause for
idle-hint = One short question about what you have written so far. Tab answers it, Esc puts it away, and typing on makes it fade.
opening-setting = On an empty page
opening-question = A question
opening-nothing = Nothing
asker = Questions come from
asker-model = The model
asker-people = A collection
asker-hint = Without a model, and when the battery is low, they come from a collection of more than 200 written by people, and none comes twice within two months.
# How long a pause is
idle-choice =
    { $seconds ->
        [0] Never
        [60] 1 minute
       *[other] { $seconds } seconds
    }
# What screen readers say of a question
heard = { $question } Tab to answer, Escape to put it away.

# Templates
templates = Templates
templates-lead = Begin with a page that is prepared.
templates-own = Your own
templates-own-none = A page you begin in the same way again and again? Keep its beginning as a template of your own.
template-new = New template
template-new-title = New template
template-edit-title = Change template
template-edit = Change
template-delete = Delete
template-name = Name
template-text = Text
template-text-hint = Markdown works here as in entries.
template-save = Keep template
template-empty = Write the text of the template first.
template-deleted = Template deleted
template-back = The template is back
template-kept = Template kept
too-many-templates = There are as many templates as there may be. Delete one you no longer use.

## Pasting

paste-too-long = That is more text than the page takes at once, and nothing was pasted. Paste it in parts, or bring it in as a file: Settings, Import.
