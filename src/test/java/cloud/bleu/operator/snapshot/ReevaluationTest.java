package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.operator.Hospital;
import cloud.bleu.placement.model.WorkloadId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is decided anew: edits of the hospital's facts and policies against its workloads, as {@link
 * Hospital} names them.
 */
class ReevaluationTest {

  private static final List<HasMetadata> HOSPITAL = Hospital.objects();

  /** The edits leave it alone. */
  private static final Map<WorkloadId, List<String>> GOVERNED_BY =
      Hospital.translated().governedBy();

  private static final SortedMap<String, String> BEFORE = digests(HOSPITAL);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Prices, room and state are recorded and decide nothing alone.
        "AvailabilityZone/ct-az05 | /cost/perHour/cpu      | 0.5     |",
        "AvailabilityZone/ct-az05 | /capacity/cpu          | 97      |",
        "AvailabilityZone/ct-az05 | /state                 | Drained |",
        // A fact of a zone: those who may go there.
        "AvailabilityZone/ct-az05 | /location/latitude     | 48.93   | base base' batch web web'",
        "AvailabilityZone/osc-gov-a | /failureDomains/flood | None   | site web web'",
        "AvailabilityZone/s3ns-a  | /site                  | other   | web web'",
        "AvailabilityZone/ovh-rbx | /location/country      | BE      | base web web'",
        // A fact of a provider: those who may go to one of its zones.
        "CloudProvider/bleu       | /legalEntity/name      | Bleue   | base' site web web'",
        "CloudProvider/s3ns       | /displayName           | Other   | web web'",
        // A provider without a zone: nobody.
        "CloudProvider/idle       | /displayName           | Other   |",
        // A zone that changes hands leaves some and comes to others.
        "AvailabilityZone/ovh-rbx | /provider              | outscale | base site web web'",
        // A policy: those whom it governs.
        "SovereigntyPolicy/secnumcloud-preparation       | /facts/graceDays | 31 | base' web'",
        "SovereigntyPolicy/public-facts-for-learning  | /facts/graceDays | 31 | base batch web",
        "SovereigntyPolicy/france-only                   | /facts/graceDays | 31 | base base' batch site web web'",
      })
  void whoIsDecidedAnew(String object, String field, String value, String expected) {
    Map<String, String> before = BEFORE;
    Map<String, String> after = digests(Hospital.edited(HOSPITAL, object, field, value));
    TreeSet<String> anew = new TreeSet<>(before.keySet());
    anew.removeIf(w -> before.get(w).equals(after.get(w)));
    assertEquals(expected == null ? "" : expected, String.join(" ", anew));
  }

  private static SortedMap<String, String> digests(List<HasMetadata> objects) {
    InputDigest digests = new InputDigest();
    digests.read(
        Hospital.of(CloudProvider.class, objects),
        Hospital.of(AvailabilityZone.class, objects),
        Hospital.of(SovereigntyPolicy.class, objects));
    SortedMap<String, String> all = new TreeMap<>();
    for (BleuWorkload w : Hospital.of(BleuWorkload.class, objects)) {
      WorkloadId id = new WorkloadId(w.getMetadata().getNamespace(), w.getMetadata().getName());
      all.put(
          Hospital.shortName(id), digests.of(w, GOVERNED_BY.get(id), List.of(), null, List.of()));
    }
    return all;
  }
}
