package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.Hospital;
import cloud.bleu.operator.pass.DecisionInputs;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whose {@code asOf} or {@code validUntil} a date is: windows of the hospital's facts against its
 * workloads, as {@link Hospital} names them.
 */
class FactValidityScopeTest {

  private static final List<HasMetadata> HOSPITAL = Hospital.objects();

  private static final Map<String, Inputs> BEFORE = inputs(HOSPITAL, Map.of());

  /** The last day is today, so the next instant is the midnight to come in Paris. */
  private static final String TODAY = "2026-11-24";

  private static final String MIDNIGHT = "2026-11-24T23:00:00Z";

  private static final String EVENING =
      "[{\"from\":\"2026-11-24T%s:00:00Z\",\"to\":\"2026-11-24T19:00:00Z\"}]";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CloudProvider/s3ns | /offerings/0/qualifications/0/validUntil | web web'",
        "CloudProvider/bleu | /offerings/0/qualifications/0/validUntil | base' site web web'",
        "CloudProvider/cloud-temple | /offerings/0/qualifications/0/validUntil"
            + " | base base' batch web web'",
        // Nobody is judged by it.
        "CloudProvider/idle | /offerings/0/qualifications/0/validUntil |",
      })
  void theEndOfAWindowIsAheadOfThoseWhoAreJudgedByIt(String object, String field, String who) {
    Map<String, Inputs> after = inputs(Hospital.edited(HOSPITAL, object, field, TODAY), Map.of());
    assertEquals(who == null ? "" : who, ahead(after, MIDNIGHT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AvailabilityZone/ct-az05   | base base' batch web web'",
        "AvailabilityZone/osc-gov-a | site web web'",
        "AvailabilityZone/s3ns-a    | web web'",
      })
  void anOperationIsOfThoseWhoMayGoThere(String zone, String who) {
    String field = "/maintenance";
    Map<String, Inputs> to =
        inputs(Hospital.edited(HOSPITAL, zone, field, EVENING.formatted("18")), Map.of());
    assertEquals(who, ahead(to, "2026-11-24T18:00:00Z"));
    Map<String, Inputs> during =
        inputs(Hospital.edited(HOSPITAL, zone, field, EVENING.formatted("11")), Map.of());
    assertEquals(who, ahead(during, "2026-11-24T19:00:00Z"));
    assertEquals(who, passed(during, "2026-11-24T11:00:00Z"));
  }

  /** 1,500 days are the age that each policy of the hospital asks of whom it governs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AvailabilityZone/ct-az05   | /siteProvenance/asOf         | base base' batch web web'",
        "AvailabilityZone/osc-gov-a | /siteProvenance/asOf         | site web web'",
        "CloudProvider/bleu         | /operations/provenance/asOf  | base' site web web'",
        "CloudProvider/bleu         | /suppliers/0/provenance/asOf | base' site web web'",
        "CloudProvider/s3ns         | /suppliers/0/provenance/asOf | web web'",
      })
  void theAgeOfAFactIsOfThoseWhoseRulesAskForIt(String object, String field, String who) {
    Map<String, Inputs> after =
        inputs(Hospital.edited(HOSPITAL, object, field, "2022-10-16"), Map.of());
    assertEquals(who, ahead(after, MIDNIGHT));
  }

  /** What it may not go to any more still is what it runs on. */
  @Test
  void whereItRunsItIsJudged() {
    List<HasMetadata> ends =
        Hospital.edited(
            HOSPITAL, "CloudProvider/s3ns", "/offerings/0/qualifications/0/validUntil", TODAY);
    DecisionInForce there =
        new DecisionInForce(
            "u",
            new WorkloadPlacementSpec(
                null, List.of(new Assignment("s3ns-a", 1, null, null)), List.of(), null),
            true,
            new RecentMoves(List.of()),
            null);
    assertEquals(
        "batch web web'",
        ahead(inputs(ends, Map.of(new WorkloadId("sante", "codage-nuit"), there)), MIDNIGHT));
  }

  private static String ahead(Map<String, Inputs> after, String instant) {
    TreeSet<String> who = new TreeSet<>(after.keySet());
    who.removeIf(w -> !instant.equals(after.get(w).validUntil()));
    return String.join(" ", who);
  }

  private static String passed(Map<String, Inputs> after, String instant) {
    TreeSet<String> who = new TreeSet<>(after.keySet());
    who.removeIf(w -> !instant.equals(after.get(w).asOf()));
    BEFORE.forEach(
        (w, before) -> {
          if (!who.contains(w)) {
            assertEquals(before.asOf(), after.get(w).asOf(), w);
            assertEquals(before.validUntil(), after.get(w).validUntil(), w);
          }
        });
    return String.join(" ", who);
  }

  private static SortedMap<String, Inputs> inputs(
      List<HasMetadata> objects, Map<WorkloadId, DecisionInForce> inForce) {
    ApiObjects read =
        ApiObjects.NONE
            .with(CloudProvider.class, Hospital.of(CloudProvider.class, objects))
            .with(AvailabilityZone.class, Hospital.of(AvailabilityZone.class, objects))
            .with(SovereigntyPolicy.class, Hospital.of(SovereigntyPolicy.class, objects))
            .with(BleuWorkload.class, Hospital.of(BleuWorkload.class, objects))
            .with(Namespace.class, Hospital.of(Namespace.class, objects))
            .with(PriorityClass.class, Hospital.of(PriorityClass.class, objects));
    Translation translation = EstateTranslator.translate(read, Hospital.NOW, Map.of());
    assertEquals(read.workloads().size(), translation.estate().workloads().size());
    DecisionInputs inputs =
        new DecisionInputs(
            new InputDigest(), read, translation, new FactDates(translation.estate()), inForce);
    SortedMap<String, Inputs> all = new TreeMap<>();
    for (BleuWorkload w : read.workloads()) {
      WorkloadId id = new WorkloadId(w.getMetadata().getNamespace(), w.getMetadata().getName());
      all.put(Hospital.shortName(id), inputs.of(w));
    }
    return all;
  }
}
