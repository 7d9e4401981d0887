# make help lists what there is.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help run demo test format fuzz bench jmh

export JAVA_HOME := $(shell scripts/jdk.sh)
ifeq ($(JAVA_HOME),)
$(error no JDK)
endif

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run: ## run the gateway
	@./sipcast run

demo: ## a call on loopback, from SIP to the browser
	@./sipcast demo

test: ## install the peers that tests need (apt), then run every test and check
	test-peers/install.sh
	mvn -B -ntp verify

format: ## format the sources as the build wants them
	mvn -B -q spotless:apply

TIME ?= 60s
fuzz: ## look for inputs that break a parser: make fuzz TIME=60s (for each target)
	@scripts/fuzz.sh $(TIME)

bench: ## what a call costs on this machine, beside what else does the same: under 15 minutes; more by bench/run
	@bench/run

jmh: ## what single parts cost, in time and garbage: some minutes; bench/jmh PATTERN for some of them
	@bench/jmh
