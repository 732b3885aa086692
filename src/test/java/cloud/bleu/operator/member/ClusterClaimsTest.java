package cloud.bleu.operator.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.ClusterIdentity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of several zones of one cluster goes before the others, by whatever targets. */
class ClusterClaimsTest {

  private static final String UID = "3f2a9c1d-77aa-4a0e-9f00-5b1f0a6f2c11";
  private static final String OTHER = "8c00aa11-0000-4a0e-9f00-5b1f0a6f2c11";
  private static final int ZONES = 100;

  private final Map<String, AvailabilityZone> zones = new TreeMap<>();
  private final Map<String, String> said = new HashMap<>();
  private final Map<String, String> held = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private final Map<String, Set<String>> alike = new HashMap<>();
  private int asked;
  private final ClusterClaims claims =
      new ClusterClaims(
          () -> zones.values().stream().toList(),
          new ClusterClaims.Identities() {
            @Override
            public @Nullable String said(AvailabilityZone zone) {
              asked++;
              return said.get(zone.getMetadata().getName());
            }

            @Override
            public @Nullable String held(String zone) {
              return held.get(zone);
            }
          },
          way -> alike.getOrDefault(way, Set.of(way)),
          used::contains);

  /** Of a kind of target, with the cluster that it says it is; the name is that of the target. */
  private void zone(String name, String kind, String created, @Nullable String cluster) {
    String target =
        switch (kind) {
          case "hub" -> "nodeSelector: {zone: all}";
          case "secret" -> "cluster: {kubeconfigSecretRef: {name: %s, key: k}}".formatted(name);
          case "profile" -> "clusterProfile: {name: %s, namespace: fleet}".formatted(name);
          case "karmada" -> "karmada: {cluster: %s}".formatted(name);
          case "ocm" -> "openClusterManagement: {managedCluster: %s}".formatted(name);
          default -> throw new IllegalArgumentException(kind);
        };
    declare(name, target, created, cluster);
  }

  private void declare(String name, String target, String created, @Nullable String cluster) {
    AvailabilityZone zone =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: AvailabilityZone
            metadata: {name: %s, creationTimestamp: "2026-01-01T00:00:%sZ"}
            spec: {target: {%s}}
            """
                .formatted(name, created, target),
            AvailabilityZone.class);
    zones.put(name, zone);
    said.put(name, cluster);
  }

  private void lead(String... secrets) {
    Set<String> all = new TreeSet<>();
    for (String secret : secrets) {
      all.add(zones.get(secret).getSpec().target().directCluster());
    }
    all.forEach(one -> alike.put(one, all));
  }

  private @Nullable String closed(String zone) {
    return claims.closed(zones.get(zone));
  }

  /** Which is closed of two zones a and b, of the same cluster. */
  @ParameterizedTest
  @CsvSource({
    // a, created, used, b, created, used, closed
    "secret, 01, false, karmada, 02, false, b",
    "secret, 02, false, karmada, 01, false, a",
    "secret, 01, false, karmada, 02, true, a",
    "secret, 01, true, karmada, 02, true, b",
    "secret, 02, true, karmada, 01, true, a",
    "secret, 01, false, karmada, 01, false, b",
    "secret, 01, true, ocm, 02, false, b",
    "ocm, 01, false, secret, 02, false, b",
    "profile, 02, false, karmada, 01, false, a",
    "profile, 01, true, ocm, 02, true, b",
    "karmada, 02, false, ocm, 01, false, a",
    "karmada, 01, false, karmada, 02, true, a",
    "ocm, 01, false, ocm, 02, false, b",
    "ocm, 02, true, ocm, 01, false, b",
    "secret, 01, false, secret, 02, false, b",
    "secret, 01, false, profile, 02, true, a",
    // Nodes of the hub have no way that could be closed.
    "hub, 02, false, ocm, 01, true, b",
    "hub, 02, false, karmada, 01, true, b",
    "ocm, 01, true, hub, 02, false, a",
  })
  void laterOneIsClosed(
      String a,
      String created,
      boolean inUse,
      String b,
      String second,
      boolean busy,
      String expected) {
    zone("a", a, created, UID);
    zone("b", b, second, UID);
    if (inUse) {
      used.add("a");
    }
    if (busy) {
      used.add("b");
    }
    if (zones.values().stream().allMatch(z -> z.getSpec().target().reachedDirectly())) {
      lead("a", "b");
    }
    String open = expected.equals("a") ? "b" : "a";
    assertNull(closed(open));
    String why = closed(expected);
    assertTrue(why.startsWith("it is in the same cluster (3f2a9c1d) as zone " + open), why);
  }

  @Test
  void reasonNamesBothTargetsAndWhatToDo() {
    zone("a", "secret", "01", UID);
    zone("b", "karmada", "02", UID);
    zone("c", "profile", "03", UID);
    assertEquals(
        "it is in the same cluster (3f2a9c1d) as zone a, by cluster b of Karmada here and Secret"
            + " a/k there, and both may have the same nodes. What runs here stays, and nothing new"
            + " comes: drain one of both and take it out",
        closed("b"));
    lead("a", "c");
    assertTrue(
        closed("c")
            .endsWith(
                "drain one of both and take it out, or ask in both for another value of one label,"
                    + " in spec.target.nodeSelector"),
        closed("c"));
  }

  /** The first of all that go before it is named. */
  @Test
  void oneOfManyIsOpen() {
    zone("a", "secret", "03", UID);
    zone("b", "karmada", "02", UID);
    zone("c", "ocm", "01", UID);
    assertNull(closed("c"));
    assertTrue(closed("a").contains("as zone c"));
    assertTrue(closed("b").contains("as zone c"));
    used.add("a");
    assertNull(closed("a"));
    assertTrue(closed("c").contains("as zone a"));
    zones.remove("a");
    assertNull(closed("c"));
  }

  @Test
  void clusterThatNobodyHasNamedIsThatOfNobody() {
    zone("a", "secret", "01", null);
    zone("b", "karmada", "02", null);
    zone("c", "ocm", "03", UID);
    assertNull(closed("b"));
    assertNull(closed("c"));
    said.put("b", OTHER);
    assertNull(closed("c"), "another cluster");
    said.put("b", UID);
    assertTrue(closed("c").contains("as zone b"));
    assertNull(closed("b"));
    assertNull(claims.closed(null), "it is not declared");
  }

  /** Whoever leads into the cluster of another zone by mistake does not take it from that one. */
  @Test
  void zoneWhoseWayLeadsElsewhereClaimsTheClusterThatHasWhatIsHeldOfIt() {
    zone("a", "secret", "01", UID);
    zone("b", "secret", "02", OTHER);
    zone("c", "karmada", "03", OTHER);
    zone("d", "karmada", "04", UID);
    used.addAll(Set.of("a", "b"));
    held.put("a", UID);
    held.put("b", OTHER);
    said.put("a", OTHER);
    lead("a", "b");
    assertNull(closed("a"));
    assertNull(closed("b"));
    assertTrue(closed("c").contains("as zone b"));
    assertTrue(closed("d").contains("as zone a"), "that is where its replicas are");
    said.remove("b");
    assertTrue(closed("c").contains("as zone b"), "it is silent, and was seen there");
  }

  /** A ManagedCluster is recorded with a digest of its claim. */
  @Test
  void recordOfAManagedClusterIsComparedByItsClaim() {
    zone("a", "ocm", "01", UID);
    zone("b", "karmada", "02", UID);
    held.put("a", ClusterIdentity.of("uid-of-the-object", ClusterClaims.mark(UID)));
    assertTrue(closed("b").contains("as zone a"));
    held.put("a", ClusterIdentity.of("uid-of-the-object", ClusterClaims.mark(OTHER)));
    assertNull(closed("b"));
    held.put("a", UID);
    assertTrue(closed("b").contains("as zone a"), "of a member that it was before");
  }

  /** Zones of the operator's own ways are one cluster only if more than the uid says so. */
  @Test
  void uidDoesNotVouchForTwoWaysOfTheOperator() {
    zone("a", "secret", "01", UID);
    zone("b", "secret", "02", UID);
    assertNull(closed("b"));
    lead("a", "b");
    assertTrue(closed("b").contains("as zone a"));
  }

  @Test
  void zonesThatShareNoNodeAreNotCompared() {
    String target = "cluster: {kubeconfigSecretRef: {name: %s, key: k}}, nodeSelector: {z: \"%s\"}";
    declare("a", target.formatted("one", "x"), "01", UID);
    declare("b", target.formatted("two", "y"), "02", UID);
    declare("c", target.formatted("three", "y"), "03", UID);
    lead("a", "b", "c");
    assertNull(closed("b"));
    assertTrue(closed("c").contains("as zone b"));
    declare("d", "karmada: {cluster: d}", "00", UID);
    assertTrue(closed("a").contains("as zone d"), "it has all nodes");
  }

  /** These have errors, and are told apart before anything is placed. */
  @ParameterizedTest
  @CsvSource({
    "'cluster: {kubeconfigSecretRef: {name: s, key: k}}'",
    "'clusterProfile: {name: p, namespace: fleet}'",
    "'karmada: {cluster: m}'",
    "'openClusterManagement: {managedCluster: m}'"
  })
  void zonesOfOneWayAreNotCompared(String target) {
    declare("a", target, "01", UID);
    declare("b", target, "02", UID);
    assertNull(closed("a"));
    assertNull(closed("b"));
  }

  @Test
  void nobodyElseIsAskedWhereOneWayLeadsIntoEachCluster() {
    for (int i = 0; i < ZONES; i++) {
      zone("z" + i, "secret", "01", "uid-" + i);
    }
    zones.values().forEach(zone -> assertNull(claims.closed(zone)));
    assertEquals(ZONES, asked, "each for itself");
  }
}
