package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Link;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.stream.Stream;

/** Puts what a zone must satisfy to something else that a workload stands on. */
public final class LinkVerdicts {
  /** Between what is so and what to do about it. */
  private static final String NEXT = "; ";

  private LinkVerdicts() {}

  /**
   * The verdicts of every enforced statement that is about links of that kind, those included that
   * do not apply.
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

  /** A verdict in words: the fact, without what to do about a zone, and the rule that asks. */
  public static String said(Verdict verdict) {
    int next = verdict.message().lastIndexOf(NEXT);
    String fact = next < 0 ? verdict.message() : verdict.message().substring(0, next);
    if (verdict.rule().isEmpty()) {
      return fact;
    }
    return "%s (%s%s)"
        .formatted(fact, verdict.rule(), verdict.policy() == null ? "" : " of " + verdict.policy());
  }

  /** What a refusal says to do next; empty where it says nothing. */
  public static String next(Verdict verdict) {
    int next = verdict.message().lastIndexOf(NEXT);
    return next < 0 ? "" : verdict.message().substring(next + NEXT.length());
  }
}
