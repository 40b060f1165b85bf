package io.millrace.core.stream;

/** Is told how a stream goes, batch by batch; on a thread of the engine. */
public interface StreamListener {
  /** Takes no notice. */
  StreamListener NONE =
      new StreamListener() {
        @Override
        public void started(String from, String to, String delivery) {}

        @Override
        public void batch(BatchReport report) {}

        @Override
        public void note(String message) {}
      };

  /** The source is followed from now on. */
  void started(String from, String to, String delivery);

  /** A batch is written. */
  void batch(BatchReport report);

  /** Something that the user should know and that stops nothing. */
  void note(String message);
}
