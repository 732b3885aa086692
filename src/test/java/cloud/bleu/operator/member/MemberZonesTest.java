package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which zones may have the nodes of one another because two ways lead into one cluster. */
class MemberZonesTest {

  private static final int ZONES = 100;

  private final Map<String, List<AvailabilityZone>> zones = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();

  private AvailabilityZone zone(String name, String secret, String label) {
    AvailabilityZone zone =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: AvailabilityZone
            metadata: {name: %s}
            spec:
              target:
                cluster: {kubeconfigSecretRef: {name: %s, key: k}}
                nodeSelector: {zone: "%s"}
            """
                .formatted(name, secret, label),
            AvailabilityZone.class);
    zones.computeIfAbsent(secret + "/k", id -> new ArrayList<>()).add(zone);
    return zone;
  }

  private List<AvailabilityZone> of(String cluster) {
    asked.add(cluster);
    return zones.getOrDefault(cluster, List.of());
  }

  @Test
  void zonesOfOtherWaysIntoTheSameClusterAreCompared() {
    AvailabilityZone own = zone("b", "one", "x");
    zone("c", "two", "x");
    zone("a", "two", "x");
    zone("0", "two", "y");
    zone("1", "three", "x");
    assertEquals("a", MemberZones.rival(own, id -> Set.of("one/k", "two/k"), this::of));
    assertNull(MemberZones.rival(own, Set::of, this::of), "nobody else leads there");
    assertNull(MemberZones.rival(null, Set::of, this::of), "it is not declared");
  }

  @Test
  void noOtherZoneIsLookedAtWhereOneWayLeadsIntoEachCluster() {
    List<AvailabilityZone> all = new ArrayList<>();
    for (int i = 0; i < ZONES; i++) {
      all.add(zone("z" + i, "s" + i % 4, String.valueOf(i)));
    }
    all.forEach(zone -> assertNull(MemberZones.rival(zone, Set::of, this::of)));
    assertEquals(List.of(), asked);
  }
}
