package cloud.bleu.operator.trace;

/** A span while it is open, on the thread that began it. */
public interface TraceSpan extends AutoCloseable {

  /** Of what is not traced. */
  TraceSpan NONE =
      new TraceSpan() {
        @Override
        public void failed(Throwable fault) {}

        @Override
        public void close() {}
      };

  /** It ends with a fault, of which the type is kept and nothing of the text. */
  void failed(Throwable fault);

  /** It ends. After {@link #failed} this does nothing. */
  @Override
  void close();
}
