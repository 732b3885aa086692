package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks the rules for a zone about something else that a workload stands on, such as its backups.
 */
public final class LinkVerdicts {
  private LinkVerdicts() {}

  /**
   * The verdicts of every enforced statement that is about links of that kind, those included that
   * do not apply. None is waived: who asks is the statement to waive.
   *
   * @param place what is judged, or a stand-in of it
   */
  public static List<Verdict> verdicts(Workload workload, Zone place, Estate estate, Link link) {
    return workload.rules().stream()
        .filter(b -> b.action() == BoundRule.Action.Enforce && b.isAbout(link))
        .map(b -> b.evaluate(workload, place, estate, link))
        .toList();
  }

  /**
   * The facts that these verdicts rest on, each once.
   *
   * @param failing only those of verdicts that fail
   */
  public static List<StatedFact> facts(
      Workload workload, Zone place, Estate estate, Link link, boolean failing) {
    return workload.rules().stream()
        .filter(b -> b.action() == BoundRule.Action.Enforce && b.isAbout(link))
        .flatMap(
            b -> {
              Verdict verdict = b.evaluate(workload, place, estate, link);
              return failing && !verdict.failing()
                  ? Stream.of()
                  : b.facts(verdict, workload, place, estate, link).stream();
            })
        .distinct()
        .toList();
  }

  /** What a verdict found, without what to do about a zone, and the rule that asks. */
  public static Message said(Verdict verdict) {
    Message fact = verdict.finding().fact();
    return verdict.rule().isEmpty()
        ? fact
        : Message.of(
            "part.ofRule", "finding", fact, "rule", verdict.rule(), "policy", verdict.policy());
  }
}
