package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.sandbox.ControlPlaneBinaries;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.KarmadaPlane;
import cloud.bleu.sandbox.PlaneFlags;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The operator as a scheduler of Karmada, and Karmada's own one, on the same fleet in the same run: how many bindings by the second get their clusters, and how
 * long one waits for that. Both run as processes. In turns, a round each: first one after the other, then as many at once as are asked for.
 */
public final class KarmadaSpeed {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String NAMESPACE = "load";
  private static final int ALONE = 15;
  private static final int REPLICAS = 2;
  private static final Map<String, String> SCHEDULERS = Map.of("karmada", "default-scheduler", "bleu", ResourceBinding.SCHEDULER);

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s, namespace: load, labels: {side: %2$s}}
      spec:
        replicas: %3$d
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec: {containers: [{name: c, image: example.com/c, resources: {requests: {cpu: 10m, memory: 16Mi}}}]}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: %1$s, namespace: load}
      spec:
        replicas: %2$d
        dataClasses: [Ordinary]
        workload: {karmada: {bindingOf: {kind: Deployment, name: %1$s}}}
        residency: {countries: [FR]}
      """;

  private static final String POLICY =
      """
      apiVersion: policy.karmada.io/v1alpha1
      kind: PropagationPolicy
      metadata:
        name: %1$s
        namespace: load
        labels: {propagationpolicy.karmada.io/permanent-id: %2$s}
      spec:
        schedulerName: %3$s
        resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, labelSelector: {matchLabels: {side: %1$s}}}]
        placement:
          clusterAffinity: {clusterNames: [member-1, member-2]}
          replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference: Weighted}
      """;

  private static final ExecutorService THREADS = Executors.newFixedThreadPool(8);

  private final KubernetesClient hub;
  private final Map<String, Long> created = new ConcurrentHashMap<>();
  private final Map<String, Long> bound = new ConcurrentHashMap<>();
  private final Map<String, Long> scheduled = new ConcurrentHashMap<>();
  private final Map<String, Long> decided = new ConcurrentHashMap<>();
  private final Map<String, Long> applied = new ConcurrentHashMap<>();

  /** Replicas that members have been told, by name and member. */
  private final Map<String, Map<String, Integer>> told = new ConcurrentHashMap<>();

  private KarmadaSpeed(KubernetesClient hub) {
    this.hub = hub;
  }

  /** Measures and prints; the arguments are how many bindings are made at once in a round, and how many rounds there are. */
  public static void main(String[] arguments) throws Exception {
    int bindings = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Path kubeconfig = Files.createTempFile("bleu-karmada-", ".kubeconfig");
    try (Fleet fleet =
            Fleet.start(
                ControlPlaneBinaries.find(System.getenv()),
                PlaneFlags.NONE,
                PlaneFlags.NONE.withControllerManager(PlaneFlags.TEMPLATES_ONLY),
                2,
                ProjectKinds::install);
        KubernetesClient hub = fleet.hub().adminClient()) {
      Files.writeString(kubeconfig, fleet.kubeconfig());
      KarmadaSpeed bench = new KarmadaSpeed(hub);
      for (FleetMember member : fleet.members()) {
        member.nodes().add(FakeNode.inZone(member.name(), member.name() + "-n1").withCapacity("cpu", "4000").withCapacity("memory", "16Ti").withCapacity("pods", "100000"));
      }
      try (KarmadaPlane karmada = KarmadaPlane.on(fleet);
          StartedOperator operator = StartedOperator.ofThisClassPath(kubeconfig)) {
        String metrics = "http://127.0.0.1:" + karmada.startScheduler() + "/metrics";
        operator.awaitReady(PATIENCE);
        bench.estate(fleet.members());
        System.out.printf("scheduler  round  alone: %d  binding to clusters p50  p99   at once: %d  a second  binding to clusters p50  p99  template to clusters p50  p99%n", ALONE, bindings);
        for (int round = 0; round <= rounds; round++) {
          // Who begins alternates; round 0 warms both up and is not counted.
          for (String side : round % 2 == 0 ? List.of("karmada", "bleu") : List.of("bleu", "karmada")) {
            bench.round(side, round, bindings);
          }
        }
        System.out.println("of the schedulers themselves, of all rounds:");
        told(StartedOperator.get(metrics), "karmada_scheduler_(scheduling_algorithm|e2e_scheduling)_duration_seconds_(sum|count).*");
        told(operator.metrics(), "bleu_(placement_pass|decision)_seconds_(sum|count).*");
      }
    } finally {
      Files.delete(kubeconfig);
      // Its threads would wait for ever where a round has failed.
      THREADS.shutdownNow();
    }
  }

  private static void told(String metrics, String which) {
    metrics.lines().filter(line -> line.matches(which)).forEach(line -> System.out.println("  " + line));
  }

  private void estate(List<FleetMember> members) throws InterruptedException {
    create(new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build());
    create(Serialization.unmarshal(LoadEstate.PROVIDER));
    members.forEach(member -> create(Serialization.unmarshal(LoadEstate.zone(member.name(), "", "karmada: {cluster: " + member.name() + "}"))));
    SCHEDULERS.forEach((side, scheduler) -> create(Serialization.unmarshal(POLICY.formatted(side, UUID.randomUUID(), scheduler))));
    hub.genericKubernetesResources(ResourceBinding.KIND).inNamespace(NAMESPACE).inform(new Bindings());
    hub.resources(WorkloadPlacement.class).inNamespace(NAMESPACE).inform(new Decisions());
    members.forEach(member -> member.client().apps().deployments().inNamespace(NAMESPACE).inform(new Deployments(member.name())));
  }

  private void create(HasMetadata object) {
    hub.resource(object).create();
  }

  private void round(String side, int round, int bindings) throws Exception {
    List<String> alone = new ArrayList<>();
    for (int i = 0; i < ALONE; i++) {
      String name = side + "-" + round + "-alone-" + i;
      alone.add(name);
      one(side, name);
      await(() -> applied.containsKey(name));
    }
    System.out.printf(
        "  alone: %sbinding with clusters to Deployments in members p50 %s, p99 %s%n",
        side.equals("bleu") ? "decision to binding with clusters p50 %s, p99 %s; ".formatted(millis(alone, decided, scheduled, 50), millis(alone, decided, scheduled, 99)) : "",
        millis(alone, scheduled, applied, 50),
        millis(alone, scheduled, applied, 99));
    List<String> many = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < bindings; i++) {
      String name = side + "-" + round + "-many-" + i;
      many.add(name);
      THREADS.execute(() -> one(side, name));
    }
    await(() -> scheduled.keySet().containsAll(many));
    long last = many.stream().mapToLong(scheduled::get).max().orElseThrow();
    System.out.printf(
        "%-9s  %5s  %32s  %s  %23.1f  %23s  %s  %24s  %s%n",
        side,
        round == 0 ? "warm" : round,
        millis(alone, bound, 50),
        millis(alone, bound, 99),
        bindings / ((last - began) / 1e9),
        millis(many, bound, 50),
        millis(many, bound, 99),
        millis(many, created, 50),
        millis(many, created, 99));
  }

  /** Who uses the operator writes what is to be placed as well. */
  private void one(String side, String name) {
    created.put(name, System.nanoTime());
    create(Serialization.unmarshal(DEPLOYMENT.formatted(name, side, REPLICAS)));
    if (side.equals("bleu")) {
      create(Serialization.unmarshal(WORKLOAD.formatted(name, REPLICAS), BleuWorkload.class));
    }
  }

  private String millis(List<String> names, Map<String, Long> from, int percent) {
    return millis(names, from, scheduled, percent);
  }

  private static String millis(List<String> names, Map<String, Long> from, Map<String, Long> to, int percent) {
    List<Long> all = new ArrayList<>();
    names.forEach(name -> all.add(to.get(name) - from.get(name)));
    Collections.sort(all);
    return "%.0f ms".formatted(all.get(Math.min(all.size() - 1, all.size() * percent / 100)) / 1e6);
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("nothing came within " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** When each workload was decided. */
  private final class Decisions implements ResourceEventHandler<WorkloadPlacement> {
    @Override
    public void onAdd(WorkloadPlacement placement) {
      decided.putIfAbsent(placement.getMetadata().getName(), System.nanoTime());
    }

    @Override
    public void onUpdate(WorkloadPlacement before, WorkloadPlacement now) {
      // The first decision counts.
    }

    @Override
    public void onDelete(WorkloadPlacement placement, boolean unknown) {
      // Nothing is deleted.
    }
  }

  /** When the members together were told of all replicas. */
  private final class Deployments implements ResourceEventHandler<Deployment> {
    private final String member;

    private Deployments(String member) {
      this.member = member;
    }

    @Override
    public void onAdd(Deployment deployment) {
      long now = System.nanoTime();
      String name = deployment.getMetadata().getName();
      Map<String, Integer> replicas = told.computeIfAbsent(name, n -> new ConcurrentHashMap<>());
      replicas.put(member, deployment.getSpec().getReplicas());
      if (replicas.values().stream().mapToInt(n -> n).sum() == REPLICAS) {
        applied.putIfAbsent(name, now);
      }
    }

    @Override
    public void onUpdate(Deployment before, Deployment now) {
      onAdd(now);
    }

    @Override
    public void onDelete(Deployment deployment, boolean unknown) {
      // Nothing is deleted.
    }
  }

  /** When each binding was seen first, and when all its replicas had clusters. */
  private final class Bindings implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource binding) {
      long now = System.nanoTime();
      bound.putIfAbsent(name(binding), now);
      look(binding, now);
      // As the webhook of Karmada does, which does not run: without it Karmada takes the Works of all bindings for those of each.
      THREADS.execute(
          () ->
              hub.resource(binding)
                  .patch(
                      PatchContext.of(PatchType.JSON_MERGE),
                      "{\"metadata\":{\"labels\":{\"resourcebinding.karmada.io/permanent-id\":\"%s\"}}}".formatted(UUID.randomUUID())));
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      look(now, System.nanoTime());
    }

    @Override
    public void onDelete(GenericKubernetesResource binding, boolean unknown) {
      // Nothing is deleted.
    }

    private void look(GenericKubernetesResource binding, long now) {
      int replicas = 0;
      if (binding.get("spec", "clusters") instanceof List<?> clusters) {
        for (Object one : clusters) {
          replicas += ((Map<?, ?>) one).get("replicas") instanceof Number number ? number.intValue() : 0;
        }
      }
      if (replicas == REPLICAS) {
        scheduled.putIfAbsent(name(binding), now);
      }
    }

    private static String name(GenericKubernetesResource binding) {
      return binding.getMetadata().getName().replaceFirst("-deployment$", "");
    }
  }
}
