# What can be done with this repository. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help build test test-forge fmt lint corpus clean venv

VENV := $(CURDIR)/.venv
PYTHON := $(VENV)/bin/python

help: ## list what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## build target/release/amends
	cargo build --release

test: venv ## check the format, lint, run all tests, build the docs
	@scripts/test $(PYTHON)

test-forge: ## run amends against small forges behind their real API descriptions (needs Node)
	@scripts/test-forge

fmt: ## format the Rust code
	cargo fmt

lint: ## check the format, and lint with warnings as errors
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings

corpus: venv build ## run on real packages: every patch must apply, parse, and leave nothing to do
	@$(PYTHON) scripts/corpus.py

clean: ## remove what was built; the downloads in corpus/ stay
	cargo clean
	rm -rf $(VENV) tests/forge/rig/node_modules tests/forge/rig/descriptions/made

# Does nothing when all is there; see the script.
venv:
	@scripts/python-env $(VENV)
