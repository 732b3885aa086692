package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;

/**
 * Who says what the rules of a workload answer in a zone. The engine asks them; who decides for
 * many estates that are nearly the same may remember.
 */
public interface Judging {

  /** Asks each rule. */
  Judging ASKING = Judging::ask;

  /** One verdict for each rule of the workload, in their order: those that the rules give. */
  List<Verdict> verdicts(Workload workload, Zone zone, Estate estate);

  /** The verdicts as the rules give them now. */
  static List<Verdict> ask(Workload workload, Zone zone, Estate estate) {
    List<Verdict> verdicts = new ArrayList<>(workload.rules().size());
    for (BoundRule rule : workload.rules()) {
      verdicts.add(rule.evaluate(workload, zone, estate));
    }
    return verdicts;
  }
}
