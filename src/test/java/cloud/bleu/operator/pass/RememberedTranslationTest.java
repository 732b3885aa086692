package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ObservedState;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * One thing after another happens to a cluster: each translation with what is remembered is the one
 * from nothing. {@code -Dbleu.histories=N} for more.
 */
class RememberedTranslationTest {
  private static final int HISTORIES = Campaign.size("bleu.histories", 6);
  private static final int CHANGES = 60;

  private static final String REFERRING =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: refers, namespace: a, uid: refers}
      spec:
        replicas: 2
        dataClasses: [Ordinary]
        workload: {deploymentRef: {name: app}}
        placement: {priorityClassName: high}
        residency: {egress: [{name: out, to: {service: {name: svc}}, ports: [{port: 443}]}]}
      """;

  /** Refers to the same Deployment, and was there before. */
  private static final String REFERRING_TOO =
      REFERRING.replace(
          "{name: refers, namespace: a, uid: refers}",
          "{name: refers-too, namespace: a, uid: refers-too, creationTimestamp:"
              + " 2026-01-01T00:00:00Z}");

  private static final String TEMPLATED =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: templated, namespace: b, uid: templated}
      spec:
        replicas: 1
        dataClasses: [Ordinary]
        workload: {deployment: {template: {metadata: {labels: {app: web}}, spec: {nodeSelector: {zone: "1"}, hostNetwork: true, containers: [{name: main, image: reg/app, resources: {requests: {cpu: 100m}}}]}}}}
        resilience: {tolerate: [{of: failureDomains/flood, keep: 0, recover: BestEffort}]}
      """;

  private static final String OTHERS =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: others, namespace: b, uid: others}
      spec:
        replicas: 1
        dataClasses: [Ordinary]
        workload: {pods: {selector: {matchLabels: {app: jobs}}, requests: {cpu: 100m, memory: 64Mi}}}
      """;

  /** A zone with declared capacity, here or in another cluster. */
  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: away}
      spec:
        provider: p0
        offerings: [base]
        region: r0
        site: away
        location: {country: FR}
        target: {%s}
        capacity: {cpu: "9", memory: 64Gi}
      """;

  private final TreeMap<String, HasMetadata> beside = new TreeMap<>();

  @Test
  void withMemoryAndFromNothingTheTranslationsAreTheSame() {
    int remembered = 0;
    int read = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      MovingCluster cluster = new MovingCluster(seed);
      Random random = new Random(seed);
      TranslationMemory memory = new TranslationMemory();
      beside.clear();
      put(BleuWorkload.class, REFERRING);
      put(BleuWorkload.class, TEMPLATED);
      put(BleuWorkload.class, OTHERS);
      Map<WorkloadId, WorkloadPlacement> placements = new TreeMap<>();
      Map<Workload, Boolean> before = new IdentityHashMap<>();
      String what = "nothing";
      for (int change = 0; change <= CHANGES; change++) {
        ApiObjects objects = objects(cluster, List.copyOf(placements.values()));
        Map<WorkloadId, Integer> moves = moves(placements, random);
        Translation fresh =
            EstateTranslator.translate(
                objects, cluster.now, moves, ObservedState.UNBROKEN, new TranslationMemory());
        Translation known =
            EstateTranslator.translate(objects, cluster.now, moves, ObservedState.UNBROKEN, memory);
        String replay = "seed " + seed + ", change " + change + ": " + what;
        assertEquals(fresh.estate().workloads(), known.estate().workloads(), replay);
        assertEquals(fresh.estate(), known.estate(), replay);
        assertEquals(fresh.problems(), known.problems(), replay);
        assertEquals(fresh.waivers(), known.waivers(), replay);
        assertEquals(fresh, known, replay);
        for (Workload workload : known.estate().workloads()) {
          read++;
          remembered += before.containsKey(workload) ? 1 : 0;
        }
        before.clear();
        known.estate().workloads().forEach(w -> before.put(w, true));
        what = random.nextInt(3) == 0 ? besides(random) : cluster.change();
        if (random.nextInt(4) == 0) {
          decide(objects, placements, random);
        }
      }
    }
    assertTrue(remembered > read / 2, remembered + " of " + read + " were remembered");
  }

  private static Map<WorkloadId, Integer> moves(
      Map<WorkloadId, WorkloadPlacement> placements, Random random) {
    Map<WorkloadId, Integer> moves = new TreeMap<>();
    placements.keySet().forEach(id -> moves.put(id, random.nextInt(4) == 0 ? 1 : 0));
    return moves;
  }

  private static void decide(
      ApiObjects objects, Map<WorkloadId, WorkloadPlacement> placements, Random random) {
    if (objects.workloads().isEmpty()) {
      return;
    }
    BleuWorkload of = objects.workloads().get(random.nextInt(objects.workloads().size()));
    WorkloadId id = new WorkloadId(of.getMetadata().getNamespace(), of.getMetadata().getName());
    if (placements.remove(id) == null) {
      placements.put(
          id,
          Serialization.unmarshal(
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: WorkloadPlacement
              metadata: {name: %s, namespace: %s}
              spec:
                workloadRef: {name: %s, uid: "%s"}
                assignments: [{zone: z0, replicas: %d}, {zone: %s, replicas: 1}]
              """
                  .formatted(
                      id.name(),
                      id.namespace(),
                      id.name(),
                      of.getMetadata().getUid(),
                      1 + random.nextInt(2),
                      random.nextInt(5) == 0 ? "z0" : "z1"),
              WorkloadPlacement.class));
    }
  }

  /** What the cluster does not change by itself. */
  private String besides(Random random) {
    switch (random.nextInt(8)) {
      case 0 -> {
        String labels =
            random.nextBoolean() ? ", labels: {placement.bleu.cloud/governed: Audit}" : "";
        String classes =
            random.nextBoolean()
                ? ", annotations: {placement.bleu.cloud/data-classes: Health}"
                : "";
        put(
            Namespace.class,
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: a%s%s}\n"
                .formatted(labels, classes));
        return "namespace";
      }
      case 1 -> {
        if (beside.remove("Deployment/app") == null) {
          deployment(random);
        }
        return "Deployment comes or goes";
      }
      case 2 -> {
        deployment(random);
        return "Deployment";
      }
      case 3 -> {
        put(
            PriorityClass.class,
            "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: %s}\nvalue: %d\nglobalDefault: %s\n"
                .formatted(
                    random.nextBoolean() ? "high" : "low",
                    random.nextInt(3) * 100,
                    random.nextBoolean()));
        return "PriorityClass";
      }
      case 4 -> {
        if (beside.remove("Service/svc") == null) {
          put(
              Service.class,
              "apiVersion: v1\nkind: Service\nmetadata: {name: svc, namespace: a}\nspec: {type: %s, externalName: %s, selector: {app: app}}\n"
                  .formatted(
                      random.nextBoolean() ? "ExternalName" : "LoadBalancer",
                      random.nextBoolean() ? "s3.example.com" : "api.example.com"));
        }
        return "Service of an egress";
      }
      case 5 -> {
        put(
            AvailabilityZone.class,
            ZONE.formatted(
                random.nextBoolean() ? "cluster: {kubeconfigSecretRef: {name: other}}" : ""));
        return "cluster of a zone";
      }
      case 6 -> {
        if (beside.remove("BleuWorkload/refers-too") == null) {
          put(BleuWorkload.class, REFERRING_TOO);
        }
        return "another workload that takes over the Deployment";
      }
      default -> {
        if (beside.remove("Service/entrance") == null) {
          put(
              Service.class,
              "apiVersion: v1\n"
                  + "kind: Service\n"
                  + "metadata: {name: entrance, namespace: b}\n"
                  + "spec: {type: NodePort, selector: {app: web}}\n");
        }
        return "Service";
      }
    }
  }

  private void deployment(Random random) {
    put(
        Deployment.class,
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app, namespace: a}
        spec: {template: {metadata: {labels: {app: app}}, spec: {containers: [{name: main, image: reg/app, resources: {requests: {cpu: "%d"}}}]}}}
        """
            .formatted(1 + random.nextInt(3)));
  }

  private <T extends HasMetadata> void put(Class<T> type, String text) {
    T object = Serialization.unmarshal(text, type);
    beside.put(type.getSimpleName() + "/" + object.getMetadata().getName(), object);
  }

  private ApiObjects objects(MovingCluster cluster, List<WorkloadPlacement> placements) {
    ApiObjects all = cluster.objects(placements);
    List<BleuWorkload> workloads = new ArrayList<>(all.workloads());
    workloads.addAll(all(BleuWorkload.class));
    List<AvailabilityZone> zones = new ArrayList<>(all.zones());
    zones.addAll(all(AvailabilityZone.class));
    List<Namespace> namespaces = new ArrayList<>(all.namespaces());
    List<Namespace> changed = all(Namespace.class);
    namespaces.removeIf(
        n ->
            changed.stream()
                .anyMatch(c -> c.getMetadata().getName().equals(n.getMetadata().getName())));
    namespaces.addAll(changed);
    return ApiObjects.NONE
        .with(CloudProvider.class, all.providers())
        .with(AvailabilityZone.class, zones)
        .with(SovereigntyPolicy.class, all.policies())
        .with(BleuWorkload.class, workloads)
        .with(WorkloadPlacement.class, placements)
        .with(Namespace.class, namespaces)
        .with(PriorityClass.class, all(PriorityClass.class))
        .with(Node.class, all.nodes())
        .with(Pod.class, all.pods())
        .with(Deployment.class, all(Deployment.class))
        .with(SovereigntyWaiver.class, all.waivers())
        .with(Service.class, all(Service.class));
  }

  private <T extends HasMetadata> List<T> all(Class<T> type) {
    return beside.values().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
