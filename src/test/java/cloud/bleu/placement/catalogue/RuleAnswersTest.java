package cloud.bleu.placement.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Waiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that are remembered are those that asking again would give, and are asked for once. */
public class RuleAnswersTest {

  private final List<String> asked = new ArrayList<>();

  /** Looks at the provider of a zone and at the layers of a workload, and says so. */
  private final ZoneRule counting =
      new ZoneRule() {
        @Override
        public Declaration declaration() {
          return new Declaration("counting", "test", List.of(), List.of(), List.of("Odd"));
        }

        @Override
        public ZoneAspect aspect() {
          return ZoneAspect.Provider;
        }

        @Override
        public Object about(Workload workload) {
          return workload.layers();
        }

        @Override
        public Verdict evaluate(Question question) {
          String about = question.zone().provider() + " " + question.workload().layers();
          asked.add(about);
          return Verdict.reject(
              "Odd", Origin.Declared, Message.recorded(about + "; use another zone"));
        }
      };

  private BoundRule bound(List<Waiver> waivers) {
    return new BoundRule(
        counting,
        "counting",
        "policy",
        BoundRule.Action.Enforce,
        BoundRule.OnViolation.Report,
        Parameters.NONE,
        List.of("19.6.b"),
        waivers,
        null);
  }

  private static Estate estate() {
    return Estates.estate()
        .zone(
            Estates.zone("a1").provider("a"),
            Estates.zone("a2").provider("a"),
            Estates.zone("b1").provider("b"))
        .workload(Estates.workload("one"), Estates.workload("two"), Estates.workload("three"))
        .build();
  }

  @Test
  void aProviderIsAskedAboutOnceForAllZonesAndAllWorkloadsThatAreTheSameToTheRule() {
    Estate estate = estate();
    RuleAnswers answers = new RuleAnswers(estate);
    BoundRule bound = bound(List.of());
    Workload iaas = estate.workloads().get(0).relyingOn(List.of("IaaS"), List.of());
    Workload also = estate.workloads().get(1).relyingOn(List.of("IaaS"), List.of("disk"));
    Workload caas = estate.workloads().get(2).relyingOn(List.of("CaaS"), List.of());
    for (Workload workload : List.of(iaas, also, caas)) {
      RuleAnswers.Row row = answers.of(bound, workload);
      for (int z = 0; z < estate.zones().size(); z++) {
        List<String> before = List.copyOf(asked);
        Verdict fresh = bound.evaluate(workload, estate.zones().get(z), estate);
        asked.clear();
        asked.addAll(before);
        assertEquals(fresh, row.of(z));
      }
    }
    assertEquals(List.of("a [IaaS]", "b [IaaS]", "a [CaaS]", "b [CaaS]"), asked);
  }

  @Test
  void aWaiverOfOneWorkloadIsNobodyElses() {
    Estate estate = estate();
    RuleAnswers answers = new RuleAnswers(estate);
    Workload workload = estate.workloads().get(0);
    BoundRule waived =
        bound(
            List.of(
                new Waiver(
                    "w",
                    List.of("a2"),
                    estate.now().minus(Duration.ofDays(1)),
                    estate.now().plus(Duration.ofDays(1)))));
    assertEquals(
        List.of(Verdict.Result.Reject, Verdict.Result.Waived, Verdict.Result.Reject),
        results(answers.of(waived, workload)));
    assertEquals(
        List.of(Verdict.Result.Reject, Verdict.Result.Reject, Verdict.Result.Reject),
        results(answers.of(bound(List.of()), workload)));
    assertEquals(
        List.of(Verdict.Result.Reject, Verdict.Result.Reject, Verdict.Result.Reject),
        results(answers.in(estate.at(estate.now().plus(Duration.ofDays(2)))).of(waived, workload)));
  }

  private static List<Verdict.Result> results(RuleAnswers.Row row) {
    return List.of(row.of(0).result(), row.of(1).result(), row.of(2).result());
  }
}
