# Every command people run. `make run` and `make test` are all that a fresh machine needs.

# The model that `make run` and `make test` obtain; MODEL=none does without.
MODEL ?= default
# Port of `make run`; the next free one if it is taken.
PORT ?= 8787

SHELL := /bin/sh
export PATH := $(HOME)/.cargo/bin:$(PATH)

.PHONY: help run build model encoder setup setup-test test test-build bench bench-inference clean \
	lint test-unit test-integration test-security test-wasm test-e2e soak soak-fuzz

help:
	@echo "make run                build everything and open the journal at http://127.0.0.1:$(PORT)/"
	@echo "make run MODEL=none     the same without a language model"
	@echo "make test               build quickly, then lint and run every test"
	@echo "make lint, test-unit, test-integration, test-security, test-wasm, test-e2e: one part"
	@echo "make soak               kill the browser at 200 random moments, and look for what is lost"
	@echo "make soak-fuzz          ten minutes of hostile bytes for every parser"
	@echo "make bench              the measurements behind docs/PERFORMANCE.md"
	@echo "make bench-inference    the model alone: beside wllama and llama.cpp"
	@echo "make build, model, setup: the steps of make run;  make clean: forget what was built"

run: build model
	@target/release/companion-native serve --port $(PORT)

build: setup encoder
	@cargo xtask build
	@echo "==> Building the local server (release)"
	@cargo build --quiet --release --package companion-native

model: setup
ifeq ($(MODEL),none)
	@echo "==> No model: the journal works without one"
else
	@cargo xtask model
	@cargo xtask speech
endif

# The sentence encoder, which a build contains where it can be had.
encoder: setup
ifneq ($(MODEL),none)
	@cargo xtask encoder
endif

setup:
	@xtask/setup.sh run

setup-test:
	@xtask/setup.sh test

# The app and the server as the tests use them.
test-build: setup-test encoder
	@cargo xtask build --profile quick

test:
	@MODEL=$(MODEL) xtask/test.sh

lint: setup-test
	@xtask/lint.sh

test-unit: setup-test
	targets=$$(cargo xtask targets unit) && cargo test --no-fail-fast $$targets

test-integration: setup-test
	targets=$$(cargo xtask targets integration) && cargo test --no-fail-fast $$targets

test-security: setup-test
	targets=$$(cargo xtask targets security) && cargo test --no-fail-fast $$targets
	@xtask/test-reader.sh
	@xtask/test-fuzz.sh 10

test-wasm: setup-test
	@xtask/test-wasm.sh

test-e2e: test-build
	@xtask/test-e2e.sh

# The browser killed at 200 random moments of a session: about 20 minutes.
soak: test-build
	@xtask/test-e2e.sh soak

# Hostile bytes for every parser, ten minutes each: about an hour and a half.
soak-fuzz: setup-test
	@xtask/test-fuzz.sh 600

bench: setup-test model
	@xtask/bench.sh

# Ours beside wllama in one Chromium and llama.cpp natively: about an hour.
bench-inference: setup-test model
	@xtask/bench-inference.sh

clean:
	cargo clean
	rm -rf dist node_modules tests/e2e/node_modules tests/e2e/output
