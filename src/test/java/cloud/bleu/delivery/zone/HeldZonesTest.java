package cloud.bleu.delivery.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What finalizers say of zones in other clusters. */
class HeldZonesTest {

  private static Map<String, String> of(String... finalizers) {
    BleuWorkload workload = new BleuWorkload();
    workload.getMetadata().setFinalizers(List.of(finalizers));
    return HeldZones.of(workload);
  }

  @Test
  void finalizerNamesZoneAndCluster() {
    String finalizer = HeldZones.finalizer("fc-1", "7f3a-1");
    assertEquals("7f3a-1.elsewhere.placement.bleu.cloud/fc-1", finalizer);
    assertEquals(
        Map.of("fc-1", "7f3a-1"), of(finalizer, "placement.bleu.cloud/restore", "example.org/x"));
  }

  @Test
  void clusterThatIsNotSaidOrSaidTwiceIsNotKnown() {
    assertEquals(Map.of("a", ""), of("elsewhere.placement.bleu.cloud/a"));
    assertEquals(
        Map.of("a", ""), of(HeldZones.finalizer("a", "one"), HeldZones.finalizer("a", "two")));
    assertEquals(
        Map.of("a", "one"), of(HeldZones.finalizer("a", "one"), HeldZones.finalizer("a", "one")));
  }

  @Test
  void otherDomainsAreOfOthers() {
    assertFalse(HeldZones.isOne("notelsewhere.placement.bleu.cloud/a"));
  }
}
