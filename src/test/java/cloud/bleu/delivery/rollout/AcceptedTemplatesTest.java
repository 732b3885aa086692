package cloud.bleu.delivery.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.Acceptance.Answer;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneDesired.DecidedManifest;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A template that is refused reaches no zone, and none is asked twice for nothing. */
class AcceptedTemplatesTest {
  private final Map<String, Acceptance> answers = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();
  private final BleuWorkload workload = workload("w");

  private final AcceptedTemplates templates =
      new AcceptedTemplates(
          new ZoneTarget() {
            @Override
            public TargetObservation observe(BleuWorkload of, Set<String> zones) {
              throw new AssertionError("nothing is looked at");
            }

            @Override
            public boolean holds(ZoneManifest manifest, ZoneObservation seen) {
              throw new AssertionError("nothing is looked at");
            }

            @Override
            public Acceptance dryRun(BleuWorkload of, ZoneManifest manifest) {
              asked.add(manifest.zone() + " " + manifest.template());
              return answers.getOrDefault(manifest.zone(), Acceptance.TAKEN);
            }

            @Override
            public Ensured ensure(BleuWorkload of, ZoneDesired desired) {
              throw new AssertionError("nothing is written");
            }
          });

  /**
   * What zones a and b answer, what comes of it, and which zones are asked when all is asked again.
   */
  @ParameterizedTest
  @CsvSource({
    "TAKEN, TAKEN, TAKEN, '', ''",
    "TAKEN, REFUSED, REFUSED, '', 'a new,b new'",
    "REFUSED, TAKEN, REFUSED, '', 'a new'",
    "TAKEN, UNDER_WAY, UNDER_WAY, '', 'a new,b new'",
    "UNDER_WAY, REFUSED, REFUSED, '', 'a new,b new'",
    "TAKEN, NOT_ASKED, TAKEN, b, 'b new'",
    "NOT_ASKED, NOT_ASKED, TAKEN, 'a,b', 'a new,b new'",
    "NOT_ASKED, UNDER_WAY, UNDER_WAY, '', 'a new,b new'",
  })
  void everyZoneIsAskedBeforeOneIsWritten(
      Answer a, Answer b, Answer comes, String untried, String again) {
    answers.put("a", answer(a));
    answers.put("b", answer(b));
    List<ZoneManifest> both = List.of(manifest("a", "new"), manifest("b", "new"));
    AcceptedTemplates.Answers first = templates.asked(workload, due(both), both, List.of());
    assertEquals(comes, first.acceptance().answer());
    assertEquals(untried, String.join(",", first.untried().stream().sorted().toList()));
    assertEquals(comes == Answer.REFUSED, first.acceptance().problem() != null);
    asked.clear();
    templates.asked(workload, due(both), both, List.of());
    assertEquals(again, String.join(",", asked));
  }

  /** Only the first zone is due; the second one is asked all the same, unless it stands there. */
  @ParameterizedTest
  @CsvSource({
    "nothing, 'a new,b new'",
    "new, 'a new'",
    "old, 'a new,b new'",
    "unknown, 'a new,b new'",
    "new beside it, 'a new,b new'",
  })
  void whatStandsThereNeedNotBeAsked(String stands, String expected) {
    List<ZoneManifest> both = List.of(manifest("a", "new"), manifest("b", "new"));
    List<ZoneObservation> seen =
        stands.equals("nothing")
            ? List.of()
            : List.of(
                new ZoneObservation(
                    workload,
                    "b",
                    stands.endsWith("beside it"),
                    stands.equals("unknown") ? null : stands.split(" ")[0],
                    1,
                    1,
                    1,
                    1,
                    true,
                    false));
    templates.asked(workload, due(both.subList(0, 1)), both, seen);
    assertEquals(expected, String.join(",", asked));
  }

  @Test
  void anotherTemplateOrAnotherWorkloadIsAskedAnew() {
    List<ZoneManifest> first = List.of(manifest("a", "one"));
    List<ZoneManifest> second = List.of(manifest("a", "two"));
    templates.asked(workload, due(first), first, List.of());
    templates.asked(workload, due(first), first, List.of());
    templates.asked(workload, due(second), second, List.of());
    templates.asked(workload("other"), due(second), second, List.of());
    assertEquals(List.of("a one", "a two", "a two"), asked);
    templates.forget("n", "w");
    templates.asked(workload, due(second), second, List.of());
    assertEquals(4, asked.size(), "what is gone may come back under the same name");
    templates.forget("n", "nobody");
    templates.asked(workload, due(second), second, List.of());
    assertEquals(4, asked.size());
  }

  @Test
  void nothingDueIsNothingToAsk() {
    List<ZoneManifest> one = List.of(manifest("a", "new"));
    answers.put("a", answer(Answer.REFUSED));
    AcceptedTemplates.Answers none = templates.asked(workload, List.of(), one, List.of());
    assertEquals(Answer.TAKEN, none.acceptance().answer());
    assertNull(none.acceptance().problem());
    assertEquals(List.of(), asked);
  }

  private static Acceptance answer(Answer answer) {
    return switch (answer) {
      case TAKEN -> Acceptance.TAKEN;
      case NOT_ASKED -> Acceptance.NOT_ASKED;
      case UNDER_WAY -> Acceptance.underWay(null);
      case REFUSED -> Acceptance.refused(DeliveryProblem.forPerson("Refused", "it is refused"));
    };
  }

  private static List<ZoneDesired> due(List<ZoneManifest> manifests) {
    return manifests.stream().<ZoneDesired>map(m -> new DecidedManifest(m, 1, null)).toList();
  }

  private static ZoneManifest manifest(String zone, String template) {
    return new ZoneManifest(zone, "w-" + zone, 1, new ConfigMapBuilder().build(), template);
  }

  private static BleuWorkload workload(String name) {
    BleuWorkload workload = new BleuWorkload();
    workload.setMetadata(new ObjectMetaBuilder().withNamespace("n").withName(name).build());
    return workload;
  }
}
