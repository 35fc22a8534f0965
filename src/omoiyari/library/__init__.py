"""Content as data: exercises, prompts, evidence, helplines."""
