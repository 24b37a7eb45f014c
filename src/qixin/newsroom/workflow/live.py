"""The states of live channels, their streams and entries, and of clips."""

from __future__ import annotations

from qixin.newsroom.enums.live import ClipState, EntryState, LiveSignal, LiveState

L, S, E, C = LiveState, LiveSignal, EntryState, ClipState

TRANSITIONS: dict[str, dict[str, tuple[frozenset[str], str]]] = {
    "live": {
        "start": (frozenset({L.PLANNED}), L.ON_AIR),
        "pause": (frozenset({L.ON_AIR}), L.PAUSED),
        "resume": (frozenset({L.PAUSED}), L.ON_AIR),
        "end": (frozenset({L.ON_AIR, L.PAUSED}), L.ENDED),
    },
    "live_stream": {
        # an encoder with the right key, or pictures again after an interruption
        "flow": (frozenset({S.NONE, S.INTERRUPTED}), S.FLOWING),
        # the watcher found nothing new for too long, or the encoder hung up
        "interrupt": (frozenset({S.FLOWING}), S.INTERRUPTED),
        # with the channel's pause and end
        "close": (frozenset({S.FLOWING, S.INTERRUPTED}), S.NONE),
    },
    "live_entry": {
        "let_out": (frozenset({E.WAITING}), E.OUT),
        "take_down": (frozenset({E.WAITING, E.OUT}), E.TAKEN_DOWN),
    },
    "clip": {
        "convert": (frozenset({C.WAITING}), C.CONVERTING),
        "succeed": (frozenset({C.CONVERTING}), C.READY),
        "fail": (frozenset({C.CONVERTING}), C.FAILED),
        # once more: somebody asks, or the job was killed
        "retry": (frozenset({C.FAILED, C.CONVERTING}), C.WAITING),
        "show": (frozenset({C.READY}), C.SHOWN),
        "hide": (frozenset({C.SHOWN}), C.READY),
    },
}

# noun → the state it begins in; an entry waits or is out, as its channel has it
INITIAL: dict[str, str] = {
    "live": L.PLANNED,
    "live_stream": S.NONE,
    "live_entry": E.WAITING,
    "clip": C.WAITING,
}

JOURNAL: dict[str, str] = {
    "open": "newsroom.live_opened",
    "revise": "newsroom.live_revised",
    "start": "newsroom.live_started",
    "pause": "newsroom.live_paused",
    "resume": "newsroom.live_resumed",
    "end": "newsroom.live_ended",
    "show_key": "newsroom.stream_key_shown",
    "replace_key": "newsroom.stream_key_replaced",
    "flow": "newsroom.stream_flows",
    "interrupt": "newsroom.stream_interrupted",
    "write": "newsroom.entry_written",
    "let_out": "newsroom.entry_let_out",
    "pin": "newsroom.entry_pinned",
    "unpin": "newsroom.entry_unpinned",
    "correct": "newsroom.entry_corrected",
    "take_down": "newsroom.entry_taken_down",
    "make_clip": "newsroom.clip_made",
    "succeed": "newsroom.clip_ready",
    "fail": "newsroom.clip_failed",
    "retry": "newsroom.clip_retried",
    "show": "newsroom.clip_shown",
    "hide": "newsroom.clip_hidden",
    "drop_recordings": "newsroom.recordings_dropped",
}
