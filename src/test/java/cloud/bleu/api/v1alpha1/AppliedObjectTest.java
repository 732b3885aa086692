package cloud.bleu.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster knows of an object stays when a file is applied to it. */
class AppliedObjectTest {

  private static final String KNOWN =
      """
      metadata:
        name: north
        uid: 7f1c
        generation: 3
        labels: {old: "1"}
        annotations: {placement.bleu.cloud/incident: Lost, note: theirs}
      spec: {provider: acme, region: r, site: s, location: {country: FR}, capacity: {cpu: "4"}}
      status: {observedGeneration: 3, workloads: 2}
      """;

  private static final String STATED =
      """
      metadata: {name: north, labels: {new: "1"}, annotations: {note: ours}}
      spec: {provider: acme, region: r, site: s, location: {country: FR}, capacity: {cpu: "8"}}
      """;

  private static AvailabilityZone zone(String yaml) {
    return Serialization.unmarshal(yaml, AvailabilityZone.class);
  }

  @Test
  void theSpecIsOfTheFileAndWhatWasObservedIsOfTheCluster() {
    AvailabilityZone known = zone(KNOWN);
    AvailabilityZone applied = AppliedObject.of(known, zone(STATED));
    assertEquals(zone(STATED).getSpec(), applied.getSpec());
    assertEquals(2, applied.getStatus().workloads());
    assertEquals("7f1c", applied.getMetadata().getUid());
    assertEquals(Map.of("new", "1"), applied.getMetadata().getLabels());
    assertEquals(
        Map.of("placement.bleu.cloud/incident", "Lost", "note", "ours"),
        applied.getMetadata().getAnnotations());
    assertEquals(zone(KNOWN), known, "what is known is not written to");
  }

  /** As an API server counts, so that an observation of another spec is known for one. */
  @Test
  void theGenerationRisesWithTheSpecOnly() {
    assertEquals(4, AppliedObject.of(zone(KNOWN), zone(STATED)).getMetadata().getGeneration());
    assertEquals(3, AppliedObject.of(zone(KNOWN), zone(KNOWN)).getMetadata().getGeneration());
  }

  /** Two people decided the waiver as it was, and no other one. */
  @ParameterizedTest
  @CsvSource({"late, late, b", "late, later, ", "late, late, c"})
  void theApprovalIsOfTheSameWaiver(String reason, String stated, String approvedBy) {
    SovereigntyWaiver applied =
        AppliedObject.of(waiver(reason, "b"), waiver(stated, "c".equals(approvedBy) ? "c" : null));
    if (approvedBy == null) {
      assertNull(applied.getSpec().approvedBy());
    } else {
      assertEquals(approvedBy, applied.getSpec().approvedBy());
    }
    assertEquals(stated, applied.getSpec().reason());
  }

  private static SovereigntyWaiver waiver(String reason, String approvedBy) {
    return Serialization.unmarshal(
        """
        metadata: {name: late, namespace: shop}
        spec:
          policyRef: strict
          rule: place
          workloadRef: {name: web}
          reason: %s
          notBefore: "2026-11-01T00:00:00Z"
          expirationTime: "2026-12-31T00:00:00Z"
          requestedBy: a
        """
                .formatted(reason)
            + (approvedBy == null ? "" : "  approvedBy: " + approvedBy + "\n"),
        SovereigntyWaiver.class);
  }
}
