"""Settings from the environment (`QA_…`), one place, typed. A bad value stops the start with the variable's name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from qa.errors import Misconfigured

HERE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. `tls`: "" (none), "starttls", or "tls" from the first byte on."""

    host: str
    port: int
    tls: str
    user: str
    password: str


class Settings(BaseSettings):
    """Every setting, its default and one line of help; `docs/operations.md` is held to this list by a test."""

    model_config = SettingsConfigDict(env_prefix="QA_", frozen=True)

    data: Path = Field(Path("data"), description="Folder for the database, recordings, Redis socket and secret key.")
    database_url: str = Field("", description="SQLAlchemy URL; empty means SQLite inside the data folder.")
    redis_url: str = Field("", description="Redis or Valkey; empty means the bundled one, in the data folder.")
    whisper_model: str = Field("turbo", description="Whisper model: a published name or the path of a .pt checkpoint.")
    models: Path = Field(Path.home() / ".cache" / "whisper", description="Where published Whisper weights lie.")
    rubrics: Path = Field(HERE / "rubrics", description="Folder of the rubric files.")
    answers: Path = Field(
        HERE / "rubrics" / "answers" / "dasan.csv", description="The standard answers: CSV, XLSX or JSON."
    )
    embedding_model: str = Field("", description="Folder of an embedding model beside the search; empty: none.")
    agent_channel: int = Field(0, ge=0, le=1, description="Which stereo channel is the agent: 0 left, 1 right.")
    language: str = Field("", description="Language of the calls (ko, en); empty lets Whisper tell per call.")
    max_call_s: int = Field(3 * 3600, ge=60, description="A longer recording is refused before decoding.")
    max_upload_mb: int = Field(500, ge=1, description="A larger file is refused.")
    lease_s: int = Field(60, ge=2, description="How long a worker owns a stage without a sign of progress.")
    stall_s: int = Field(900, ge=10, description="A stage that shows no progress for so long is given up.")
    random_share: float = Field(0.02, ge=0, le=1, description="Share of calls drawn at random for review.")
    flags_per_agent_week: int = Field(10, ge=0, description="Flagged calls of an agent in a week that are enough.")
    host: str = Field("127.0.0.1", description="Address the desk listens on.")
    port: int = Field(8120, ge=1, le=65535, description="Port the desk listens on.")
    time_zone: str = Field("Asia/Seoul", description="Time zone of the times on the pages.")
    threads: int = Field(2, ge=1, description="CPU threads one transcribing worker may use.")
    llm_url: str = Field("", description="Language model asked by `llm` checks (OpenAI-compatible); empty: none.")
    llm_name: str = Field("", description="Its name at that address.")
    llm_key: SecretStr = Field(SecretStr(""), description="Its key, if it wants one.")
    llm_timeout_s: float = Field(20, gt=0, le=300, description="How long one answer may take.")
    citizen_key: SecretStr = Field(SecretStr(""), description="Key that hashes citizens' numbers; empty: a file.")
    smtp_url: SecretStr = Field(
        SecretStr(""), description="Mail server, smtp://user:password@host:587?starttls=1 or smtps://; empty: no mail."
    )
    smtp_from: str = Field("", validate_default=True, description="Address that mail of the desk comes from.")
    desk_url: str = Field("", validate_default=True, description="Address of the desk as people's browsers know it.")
    demo: bool = Field(False, description="Demo people with published passwords; binds to loopback only.")

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite:///{(self.data / 'attune.db').resolve()}"

    @property
    def resolved_redis_url(self) -> str:
        return self.redis_url or f"unix://{(self.data / 'redis.sock').resolve()}"

    @property
    def mail_server(self) -> MailServer | None:
        """Where notifications go out as mail; None where that is off."""
        url = self.smtp_url.get_secret_value()
        return mail_server(url) if url else None

    @field_validator("smtp_url")
    @classmethod
    def _readable(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            mail_server(value.get_secret_value())
        return value

    @field_validator("smtp_from", "desk_url")
    @classmethod
    def _there_for_mail(cls, value: str, info: ValidationInfo) -> str:
        smtp_url = info.data.get("smtp_url")
        if smtp_url is not None and smtp_url.get_secret_value() and not value:
            raise ValueError("it is needed where QA_SMTP_URL is set")
        if info.field_name == "smtp_from" and value and ("@" not in value or not value.isprintable()):
            raise ValueError("it is no mail address")
        if info.field_name == "desk_url" and value and not value.startswith(("https://", "http://")):
            raise ValueError("it has to begin with https:// or http://")
        return value


def mail_server(url: str) -> MailServer:
    """The server of an address such as smtp://user:password@host:587?starttls=1; user and password are
    percent-encoded. Raises `ValueError`, which never holds the address: it may hold the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("it is no address of a mail server") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/") or parts.fragment:
        raise ValueError("it is no address such as smtp://host:25, smtp://host:587?starttls=1 or smtps://host")
    if parts.query not in ("", "starttls=1") or (parts.scheme == "smtps" and parts.query):
        raise ValueError("after the ? only starttls=1 is known, and only with smtp://")
    tls = "tls" if parts.scheme == "smtps" else "starttls" if parts.query == "starttls=1" else ""
    usual = {"tls": 465, "starttls": 587, "": 25}[tls]
    return MailServer(parts.hostname, port or usual, tls, unquote(parts.username or ""), unquote(parts.password or ""))


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process.

    Raises `Misconfigured` naming the variable and what was found in it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        field = "_".join(str(part) for part in first["loc"])
        name = "QA_" + field.upper()
        secret = Settings.model_fields[field].annotation is SecretStr if field in Settings.model_fields else False
        value = "●●●" if secret else repr(first["input"])
        raise Misconfigured(
            f"환경 변수 {name}의 값 {value}을(를) 쓸 수 없습니다: {first['msg']}",
            f"The environment variable {name} has the value {value}, which cannot be used: {first['msg']}",
        ) from None  # what pydantic raised holds the value
