package cloud.bleu.operator.pass;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A small cluster in which one thing after the other changes, drawn from a seed: three zones whose
 * room is measured and two whose room is declared, foreign pods, nodes that fail and change hands,
 * policies, facts with windows, waivers, and time.
 */
final class MovingCluster {

  private static final String OURS = "apiVersion: placement.bleu.cloud/v1alpha1\n";
  static final int WORKLOADS = 9;

  private final Random random;
  private final TreeMap<String, HasMetadata> objects = new TreeMap<>();
  private final TreeMap<String, String> texts = new TreeMap<>();
  private final TreeMap<String, Long> generations = new TreeMap<>();
  private int drawn;
  Instant now = Instant.parse("2026-03-01T12:00:00Z");

  MovingCluster(long seed) {
    random = new Random(seed);
    put(Namespace.class, "a", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a%s}\n");
    put(
        Namespace.class,
        "b",
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: b, labels: {placement.bleu.cloud/governed: Enforce}%s}\n");
    for (int p = 0; p < 2; p++) {
      provider(p);
    }
    for (int z = 0; z < 5; z++) {
      zone(z);
    }
    for (int n = 0; n < 6; n++) {
      node(n, n / 2, true);
    }
    policy();
    for (int w = 0; w < WORKLOADS; w++) {
      workload(w);
    }
  }

  /** Changes one thing, and says which. */
  String change() {
    int what = random.nextInt(20);
    switch (what) {
      case 0, 1, 2, 3, 4 -> {
        pod(random.nextInt(6));
        return "pod";
      }
      case 5 -> {
        String pod = any("Pod/");
        if (pod != null) {
          objects.remove(pod);
        }
        return "pod";
      }
      case 6 -> {
        node(random.nextInt(6), -1, random.nextBoolean());
        return "node";
      }
      case 7 -> {
        int n = random.nextInt(6);
        node(n, random.nextInt(4), true);
        return "label of a node";
      }
      case 8, 9 -> {
        zone(random.nextInt(5));
        return "zone";
      }
      case 10 -> {
        int z = random.nextInt(5);
        if (objects.remove("AvailabilityZone/z" + z) == null) {
          zone(z);
        }
        return "zone comes or goes";
      }
      case 11 -> {
        provider(random.nextInt(2));
        return "provider";
      }
      case 12 -> {
        policy();
        return "policy";
      }
      case 13, 14 -> {
        workload(random.nextInt(WORKLOADS));
        return "workload";
      }
      case 15 -> {
        int w = random.nextInt(WORKLOADS);
        if (objects.remove("BleuWorkload/w" + w) == null) {
          workload(w);
        }
        return "workload comes or goes";
      }
      case 16 -> {
        waiver(random.nextInt(WORKLOADS));
        return "waiver";
      }
      case 17 -> {
        AvailabilityZone zone = (AvailabilityZone) objects.get(any("AvailabilityZone/"));
        if (zone != null) {
          AvailabilityZone other = Serialization.clone(zone);
          String state = pick("Cordoned", "Lost", "Active", "Drained");
          other.getMetadata().setAnnotations(Map.of("placement.bleu.cloud/incident", state));
          objects.put("AvailabilityZone/" + zone.getMetadata().getName(), other);
        }
        return "incident";
      }
      default -> {
        Duration[] steps = {
          Duration.ofSeconds(20),
          Duration.ofMinutes(5),
          Duration.ofHours(7),
          Duration.ofDays(2),
          Duration.ofDays(25)
        };
        now = now.plus(steps[random.nextInt(steps.length)]);
        return "time";
      }
    }
  }

  /** Binds another foreign pod. */
  void pod(int node) {
    String name = "p" + drawn++;
    put(
        Pod.class,
        name,
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: a%%s}
        spec: {nodeName: n%d, containers: [{name: c, resources: {requests: {cpu: "%d", memory: 1Gi}}}]}
        status: {phase: Running}
        """
            .formatted(name, node, 1 + random.nextInt(3)));
  }

  /** Writes something else for the first match in the text of an object. */
  <T extends HasMetadata> void edit(Class<T> type, String name, String regex, String text) {
    String key = type.getSimpleName() + "/" + name;
    put(type, name, texts.get(key).replaceFirst(regex, text));
  }

  /** What the caches would have. */
  ApiObjects objects(List<WorkloadPlacement> placements) {
    return ApiObjects.NONE
        .with(CloudProvider.class, all(CloudProvider.class))
        .with(AvailabilityZone.class, all(AvailabilityZone.class))
        .with(SovereigntyPolicy.class, all(SovereigntyPolicy.class))
        .with(BleuWorkload.class, all(BleuWorkload.class))
        .with(WorkloadPlacement.class, placements)
        .with(Namespace.class, all(Namespace.class))
        .with(Node.class, all(Node.class))
        .with(Pod.class, all(Pod.class))
        .with(SovereigntyWaiver.class, all(SovereigntyWaiver.class));
  }

  /**
   * As the operator does: a later pass reads what was recorded of a zone. What the object shares
   * with the one before nobody changes.
   */
  void record(String zone, AvailabilityZoneStatus status) {
    HasMetadata before = objects.get("AvailabilityZone/" + zone);
    AvailabilityZone copy = new AvailabilityZone();
    copy.setMetadata(before.getMetadata());
    copy.setSpec(((AvailabilityZone) before).getSpec());
    copy.setStatus(status);
    objects.put("AvailabilityZone/" + zone, copy);
  }

  private void provider(int p) {
    String country = pick("FR", "FR", "US");
    String fact = now.minus(Duration.ofDays(random.nextInt(500))).toString().substring(0, 10);
    String until = now.plus(Duration.ofDays(random.nextInt(120))).toString().substring(0, 10);
    put(
        CloudProvider.class,
        "p" + p,
        OURS
            + """
            kind: CloudProvider
            metadata: {name: p%d%%s}
            spec:
              displayName: P
              legalEntity: {name: p, registeredOffice: %s, centralAdministration: %s, principalEstablishment: %s, provenance: {basis: Contract, source: x, asOf: "%s"}}
              offerings:
              - name: base
                layers: [CaaS]
                regions: [r0, r1]
                qualifications:
                - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [CaaS], validFrom: "2026-01-01", validUntil: "%s"}
            """
                .formatted(p, country, country, country, fact, until));
  }

  private void zone(int z) {
    boolean measured = z < 3;
    String begin = now.plus(Duration.ofHours(random.nextInt(200))).toString();
    String end = now.plus(Duration.ofHours(200 + random.nextInt(100))).toString();
    put(
        AvailabilityZone.class,
        "z" + z,
        OURS
            + """
            kind: AvailabilityZone
            metadata: {name: z%d%%s}
            spec:
              provider: p%d
              offerings: [base]
              region: r%d
              site: s%d
              state: %s
              location: {country: %s, latitude: "48.%d", longitude: "2.%d"}
              cost: {perHour: {cpu: "0.0%d", memoryGiB: "0.01"}}
              target: {nodeSelector: {zone: "%d"}}
              %s
              %s
            """
                .formatted(
                    z,
                    z % 2,
                    z % 2,
                    random.nextInt(8) == 0 ? 0 : z,
                    pick("Active", "Active", "Active", "Active", "Cordoned", "Lost"),
                    pick("FR", "FR", "FR", "DE", "US"),
                    z,
                    z,
                    1 + random.nextInt(9),
                    random.nextInt(10) == 0 ? random.nextInt(4) : z,
                    measured
                        ? "usablePercent: 100"
                        : "capacity: {cpu: \"%d\", memory: 64Gi}".formatted(4 + random.nextInt(12)),
                    random.nextInt(4) == 0
                        ? "maintenance: [{from: \"%s\", to: \"%s\"}]".formatted(begin, end)
                        : "homologations: []"));
  }

  void node(int n, int zone, boolean ready) {
    HasMetadata before = objects.get("Node/n" + n);
    String label =
        zone >= 0
            ? String.valueOf(zone)
            : before == null ? "0" : before.getMetadata().getLabels().get("zone");
    put(
        Node.class,
        "n" + n,
        """
        apiVersion: v1
        kind: Node
        metadata: {name: n%d, labels: {zone: "%s"}%%s}
        status:
          allocatable: {cpu: "8", memory: 32Gi, pods: "110"}
          conditions: [{type: Ready, status: "%s", lastTransitionTime: "%s"}]
        """
            .formatted(n, label, ready ? "True" : "Unknown", now));
  }

  private void policy() {
    put(
        SovereigntyPolicy.class,
        "strict",
        OURS
            + """
            kind: SovereigntyPolicy
            metadata: {name: strict%%s}
            spec:
              appliesTo: {dataClasses: [Health]}
              facts: {maxAgeDays: %d, graceDays: 30}
              rules:
              - {name: fresh, rule: fact-freshness, action: %s}
              - {name: place, rule: data-location, action: Enforce, onViolation: Report, parameters: {countries: [%s]}}
              - {name: health, rule: zone-health, action: Audit}
              - {name: state, rule: zone-state, action: Audit}
              - {name: notice, rule: maintenance-window, action: Warn, parameters: {noticeHours: 48}}
              - {name: offering, rule: qualified-offering, action: Enforce, onViolation: Report, parameters: {scheme: SecNumCloud, version: "3.2", acceptStates: [Qualified]}}
              - {name: site, action: Audit, expression: "zone.site == 's1'", message: "'it stands in ' + zone.site"}
            """
                .formatted(300 + random.nextInt(300), pick("Warn", "Enforce"), pick("FR", "EU")));
  }

  private void workload(int w) {
    String replicas = String.valueOf(1 + random.nextInt(4));
    put(
        BleuWorkload.class,
        "w" + w,
        OURS
            + """
            kind: BleuWorkload
            metadata: {name: w%d, namespace: %s%%s}
            spec:
              replicas: %s
              dataClasses: [%s]
              workload: {%s {cpu: "%d", memory: 1Gi}%s
              placement: {objective: %s}
              residency: %s
              resilience: {failover: {after: 60s, returnAfter: 30m}%s}
            """
                .formatted(
                    w,
                    w % 2 == 0 ? "a" : "b",
                    random.nextInt(20) == 0 ? "-1" : replicas,
                    w % 3 == 0 ? "Ordinary" : "Health",
                    w % 2 == 1
                        ? "external: {kind: VM, requests:"
                        : "deployment: {template: {spec: {containers: [{name: c, resources: {requests:",
                    1 + random.nextInt(3),
                    w % 2 == 1 ? "}}" : "}}]}}}}",
                    pick("Stability", "Cost"),
                    pick("{}", "{zones: {deny: [z0]}}", "{regions: {allow: [r0]}}"),
                    pick(
                        "",
                        ", rto: 1h, startBudget: 1m, tolerate: [{of: Site, keep: 1, recover: Reserved}]")));
  }

  private void waiver(int w) {
    Instant end = now.plus(Duration.ofHours(1 + random.nextInt(400)));
    put(
        SovereigntyWaiver.class,
        "v" + random.nextInt(2),
        OURS
            + """
            kind: SovereigntyWaiver
            metadata: {name: v%d, namespace: %s%%s}
            spec:
              policyRef: strict
              rule: place
              workloadRef: {name: w%d}
              reason: late
              notBefore: "%s"
              expirationTime: "%s"
              requestedBy: anne
              approvedBy: bernard
            """
                .formatted(w % 2, w % 2 == 0 ? "a" : "b", w, now, end));
  }

  /** The API server numbers what people write. */
  private <T extends HasMetadata> void put(Class<T> type, String name, String text) {
    String key = type.getSimpleName() + "/" + name;
    long generation =
        text.equals(texts.put(key, text))
            ? generations.getOrDefault(key, 1L)
            : generations.merge(key, 1L, Long::sum);
    T object =
        Serialization.unmarshal(
            text.formatted(", uid: \"" + key + "\", generation: " + generation), type);
    HasMetadata before = objects.put(key, object);
    if (before instanceof AvailabilityZone zone && object instanceof AvailabilityZone after) {
      after.setStatus(zone.getStatus());
      after.getMetadata().setAnnotations(zone.getMetadata().getAnnotations());
    }
  }

  private String any(String prefix) {
    List<String> keys = new ArrayList<>(objects.keySet());
    keys.removeIf(k -> !k.startsWith(prefix));
    return keys.isEmpty() ? null : keys.get(random.nextInt(keys.size()));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.values().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
