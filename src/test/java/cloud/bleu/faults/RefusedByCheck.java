package cloud.bleu.faults;

import cloud.bleu.layers.OperatorLog;
import cloud.bleu.operator.pass.CheckRefusals;
import java.util.List;

/**
 * Sees what the independent check of operators in this process refuses. Each refusal is a defect
 * that nobody sees otherwise: what was planned wrongly is not in force, and the workload waits as
 * one without a place does.
 */
final class RefusedByCheck implements AutoCloseable {

  private final OperatorLog log = OperatorLog.of(CheckRefusals.class).open();

  /** What was refused so far, each with the finding. */
  List<String> all() {
    return log.lines();
  }

  @Override
  public void close() {
    log.close();
  }
}
