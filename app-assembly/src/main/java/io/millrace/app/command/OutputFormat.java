package io.millrace.app.command;

/** How a command shows its result. */
public enum OutputFormat {
  /** For people. */
  TEXT,
  /** One JSON document, for programs. */
  JSON,
  /** Markdown, for a comment; of 'millrace plan' alone. */
  MARKDOWN
}
