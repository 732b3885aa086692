package cloud.bleu.operator.pass;

import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.trace.TraceSpan;
import cloud.bleu.operator.trace.Traces;
import java.time.Instant;

/** A pass that is traced from its begin to its end. */
public final class TracedPass implements Pass {

  private final Pass pass;
  private final Traces traces;

  /**
   * @param pass makes the decisions
   */
  public TracedPass(Pass pass, Traces traces) {
    this.pass = pass;
    this.traces = traces;
  }

  @Override
  public Instant run(long changed) throws LedgerConflictException {
    TraceSpan span = traces.pass();
    try {
      Instant next = pass.run(changed);
      span.close();
      return next;
    } catch (LedgerConflictException | RuntimeException | Error e) {
      span.failed(e);
      throw e;
    }
  }

  @Override
  public void failed() {
    pass.failed();
  }
}
