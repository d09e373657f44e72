"""``python -m bot``: the web page; ``ask`` and ``batch`` answer from a shell."""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.answer import Answer
from bot.assistant import open_assistant
from bot.batch import answer_all, read_questions
from bot.question import Question
from bot.reference import reference
from bot.render import markdown
from store.errors import AlineaError, SettingsError
from store.settings import Settings, load_settings
from store.texts import decimal, render


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    options = _parser().parse_args(arguments)
    language = "fr"
    _speak_utf8()
    try:
        settings = load_settings(store=getattr(options, "store", None))
        language = settings.language
        commands = {None: _serve, "ask": _ask, "batch": _batch, "settings": _settings}
        code = commands[options.command](options, settings)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader has seen enough («| head -1»): nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except AlineaError as error:
        print(error.message(language), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _speak_utf8() -> None:
    """Print UTF-8 whatever the terminal says: JSON is UTF-8, and quotations must not lose a letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=render("bot.help", "fr"))
    parser.add_argument("--store", metavar="DIR", help=render("bot.help_store", "fr"))
    commands = parser.add_subparsers(dest="command", metavar="{ask,batch,settings}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--store", metavar="DIR", default=argparse.SUPPRESS, help=render("bot.help_store", "fr"))
    common.add_argument(
        "--mode", choices=("extractive", "llm", "auto"), default="auto", help=render("bot.help_mode", "fr")
    )
    asking = commands.add_parser("ask", parents=[common], help=render("bot.help_ask", "fr"))
    asking.add_argument("question")
    asking.add_argument("--document", action="append", default=[], metavar="ID", help=render("bot.help_document", "fr"))
    asking.add_argument("--json", action="store_true", help=render("bot.help_json", "fr"))
    batching = commands.add_parser("batch", parents=[common], help=render("bot.help_batch", "fr"))
    batching.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    batching.add_argument(
        "--output", type=Path, required=True, metavar="ANSWERS.jsonl", help=render("bot.help_output", "fr")
    )
    commands.add_parser("settings", help=render("bot.help_settings", "fr"))
    return parser


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    # Gradio reads these when it is imported: no telemetry, no hub.
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    port = os.environ.get("GRADIO_SERVER_PORT", "0")
    if not port.isdigit():
        raise SettingsError("setting", name="GRADIO_SERVER_PORT", value=port, expected="0–65535")
    assistant = open_assistant(settings)
    from bot.app.serve import serve  # gradio takes seconds to import, and only the page needs it

    serve(assistant, settings)
    return 0


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    question = Question(
        options.question, documents=tuple(options.document), mode=options.mode, language=settings.language
    )
    answer = open_assistant(settings).ask(question)
    text = markdown(answer)
    if options.json:
        print(json.dumps(answer.to_json(identifier="1", text=text), ensure_ascii=False))
    else:
        print(text)
        _print_references(answer)
    return 0


def _print_references(answer: Answer) -> None:
    if not answer.citations:
        return
    print(f"\n{render('bot.references', answer.language)}")
    for number, citation in enumerate(answer.citations, 1):
        print(f"[{number}] {reference(citation.document, citation.paragraph, answer.language)}")


def _batch(options: argparse.Namespace, settings: Settings) -> int:
    begun = time.perf_counter()
    questions = read_questions(options.questions, options.mode, settings.language)
    answer_all(questions, open_assistant(settings), options.output, _progress)
    seconds = decimal(time.perf_counter() - begun, settings.language)
    values = {"count": len(questions), "file": options.output, "seconds": seconds}
    print(render("bot.batch_done", settings.language, **values), file=sys.stderr)
    return 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _settings(options: argparse.Namespace, settings: Settings) -> int:
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if value is None:
            shown = render("bot.not_set", settings.language)
        elif name == "llm_api_key":
            shown = render("bot.hidden", settings.language)
        else:
            shown = _without_secrets(str(value))
        print(f"ALINEA_{name.upper()} = {shown}\n    {render(str(field.description), settings.language)}")
    return 0


def _without_secrets(value: str) -> str:
    """Leave out what an address may carry: « https://name:password@host/?key=… »."""
    return re.sub(r"(?<=\?).+$", "…", re.sub(r"(?<=://)[^/@\s]*@", "…@", value)) if "://" in value else value


if __name__ == "__main__":
    sys.exit(main())
