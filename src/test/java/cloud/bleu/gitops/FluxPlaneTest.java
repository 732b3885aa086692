package cloud.bleu.gitops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Need;
import cloud.bleu.layers.Needs;
import cloud.bleu.operator.Hospital;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.FakeVolumes;
import cloud.bleu.sandbox.KustomizeController;
import cloud.bleu.sandbox.ZoneNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flux brings the kinds and the hospital from an archive, as it would from Git, and waits for what
 * the operator says of them.
 */
@RealControlPlane(own = true, kinds = false)
@Needs(Need.FLUX)
class FluxPlaneTest {
  private static final Duration SOON = Duration.ofMinutes(2);

  /** Health data has to be in a qualified offering, and Bleu has none yet. */
  private static final String REFUSED =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: too-early, namespace: sante}
      spec:
        replicas: 1
        workload:
          deployment:
            template:
              metadata: {labels: {app: too-early}}
              spec:
                containers:
                - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        layers: [IaaS]
        dataClasses: [Health]
        residency: {providers: {allow: [bleu]}}
        resilience: {tolerate: [{of: Zone, keep: 0, recover: None}]}
      """;

  @TempDir Path folder;

  private final List<Seen<BleuWorkload>> workloads = new CopyOnWriteArrayList<>();
  private final List<Seen<GenericKubernetesResource>> kustomizations = new CopyOnWriteArrayList<>();
  private KustomizeController flux;
  private KubernetesClient client;

  /** A version of an object, or that it is gone. */
  private record Seen<T extends HasMetadata>(Watcher.Action action, T object) {
    long version() {
      return Long.parseLong(object.getMetadata().getResourceVersion());
    }
  }

  @Test
  void aKustomizationIsReadyWhenAllThatItAsksForRuns(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes) throws Exception {
    this.client = client;
    try (KustomizeController controller =
        new KustomizeController(Need.FLUX.path(), plane, client, folder)) {
      flux = controller;
      flux.push("kinds", Path.of("crds"), "kinds-1");
      Path estate = copy(Path.of("examples/hospital"), folder.resolve("estate"));
      flux.push("estate", estate, "first");
      flux.apply("estate", "kinds");
      record(flux.kustomization("estate"), kustomizations);
      until("it waits for the kinds", () -> said("estate").startsWith("False DependencyNotReady"));
      flux.apply("kinds");
      until("the kinds are Ready", () -> said("kinds").startsWith("True "));

      record(client.resources(BleuWorkload.class).inAnyNamespace(), workloads);
      nobodyRuns();
      ZoneNodes.missing(Hospital.of(AvailabilityZone.class, Hospital.objects()), List.of())
          .forEach(nodes::add);
      try (var operator = OperatorUnderTest.running(OperatorAccount.install(plane).client());
          FakeVolumes volumes = volumesOnceTheWebRuns()) {
        ready("first");
        refused(estate);
        pruned(estate);
        until("the watches have told all of it", this::isTold);
      }
    }
    neverReadyTooEarly();
  }

  /** All is applied, and no Kustomization calls that done. */
  private void nobodyRuns() {
    Set<String> asked =
        Hospital.of(BleuWorkload.class, Hospital.objects()).stream()
            .map(w -> w.getMetadata().getName())
            .collect(Collectors.toSet());
    until("all is applied", () -> asked.equals(names()));
    until(
        "it looks at what it has applied",
        () ->
            said("Reconciling", flux.kustomization("estate").get())
                .startsWith("True Progressing Running health checks"));
    assertEquals("Unknown Progressing Reconciliation in progress", said("estate"));
  }

  /** What is without a volume keeps the rest waiting. */
  private FakeVolumes volumesOnceTheWebRuns() {
    until(
        "the web runs",
        () ->
            isReady(
                client
                    .resources(BleuWorkload.class)
                    .inNamespace("sante")
                    .withName("dossier-web")
                    .get()));
    assertEquals("Unknown Progressing Reconciliation in progress", said("estate"));
    return FakeVolumes.on(client);
  }

  /** What no zone may take fails it at once, by name, with what was Ready before as it was. */
  private void refused(Path estate) throws IOException, InterruptedException {
    Files.writeString(estate.resolve("too-early.yaml"), REFUSED);
    flux.push("estate", estate, "refused");
    // It tries again after two seconds, and says something else meanwhile.
    AtomicReference<String> failed = new AtomicReference<>();
    until(
        "it has failed",
        () -> {
          failed.set(said("estate"));
          return failed.get().startsWith("False HealthCheckFailed");
        });
    String said = failed.get();
    assertTrue(said.contains("failed early due to stalled resources"), said);
    assertTrue(said.contains("BleuWorkload/sante/too-early status: 'Failed'"), said);
    assertEquals(1, said.split("status: '", -1).length - 1, said);
    BleuWorkload workload =
        client.resources(BleuWorkload.class).inNamespace("sante").withName("too-early").get();
    Condition stalled = Conditions.find(workload.getStatus().conditions(), "Stalled");
    assertEquals("True", stalled.getStatus());
    assertTrue(
        stalled.getMessage().contains("InEvaluation by qualified-offering"), stalled.getMessage());
  }

  /** What the newest revision has no longer goes, and what ran for it. */
  private void pruned(Path estate) throws IOException, InterruptedException {
    Files.delete(estate.resolve("too-early.yaml"));
    Files.delete(estate.resolve("website.yaml"));
    flux.push("estate", estate, "pruned");
    ready("pruned");
    until("both are gone", () -> Collections.disjoint(names(), Set.of("site-public", "too-early")));
    until(
        "and what ran for it",
        () -> client.pods().inNamespace("communication").list().getItems().isEmpty());
    assertTrue(names().contains("dossier-web"));
  }

  private void ready(String revision) {
    until(
        "Ready at " + revision,
        () -> said("estate").equals("True ReconciliationSucceeded Applied revision: " + revision));
  }

  /** Whether both watches are as far as what is read. */
  private boolean isTold() {
    Map<String, String> told = new TreeMap<>();
    for (Seen<BleuWorkload> workload : workloads) {
      ObjectMeta one = workload.object().getMetadata();
      if (workload.action() == Watcher.Action.DELETED) {
        told.remove(one.getUid());
      } else {
        told.put(one.getUid(), one.getResourceVersion());
      }
    }
    Map<String, String> read =
        client.resources(BleuWorkload.class).inAnyNamespace().list().getItems().stream()
            .map(BleuWorkload::getMetadata)
            .collect(Collectors.toMap(ObjectMeta::getUid, ObjectMeta::getResourceVersion));
    return told.equals(read)
        && kustomizations.stream()
            .map(state -> said(state.object()))
            .anyMatch(said -> said.startsWith("True ") && said.endsWith(": pruned"));
  }

  /**
   * The versions of all objects of a plane come from one count, so what Flux said is held against
   * what each workload said of itself when that was written.
   */
  private void neverReadyTooEarly() {
    List<String> seen = new ArrayList<>();
    for (Seen<GenericKubernetesResource> state : kustomizations) {
      String said = said(state.object());
      if (!said.startsWith("True ")) {
        continue;
      }
      seen.add(said.replaceFirst(".*: ", ""));
      Map<String, BleuWorkload> then = new TreeMap<>();
      for (Seen<BleuWorkload> workload : workloads) {
        String uid = workload.object().getMetadata().getUid();
        if (workload.version() > state.version()) {
          continue;
        }
        if (workload.action() == Watcher.Action.DELETED) {
          then.remove(uid);
        } else {
          then.put(uid, workload.object());
        }
      }
      // What goes is on its way out, whenever that is done.
      then.values().removeIf(w -> w.getMetadata().getDeletionTimestamp() != null);
      assertTrue(then.size() >= 5, then.keySet().toString());
      then.values().forEach(w -> assertTrue(isReady(w), () -> said + "\n" + w));
    }
    assertEquals(List.of("first", "pruned"), seen.stream().distinct().toList());
  }

  private static boolean isReady(BleuWorkload workload) {
    var status = workload.getStatus();
    Condition ready = status == null ? null : Conditions.find(status.conditions(), "Ready");
    return ready != null
        && ready.getStatus().equals("True")
        && workload.getMetadata().getGeneration().equals(status.observedGeneration());
  }

  private Set<String> names() {
    return client.resources(BleuWorkload.class).inAnyNamespace().list().getItems().stream()
        .map(w -> w.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  /** Status, reason and message of Ready, as it is now. */
  private String said(String kustomization) {
    GenericKubernetesResource now = flux.kustomization(kustomization).get();
    return now == null ? "" : said(now);
  }

  private static String said(GenericKubernetesResource kustomization) {
    return said("Ready", kustomization);
  }

  private static String said(String type, GenericKubernetesResource kustomization) {
    List<Map<String, Object>> conditions = kustomization.get("status", "conditions");
    return conditions == null
        ? ""
        : conditions.stream()
            .filter(c -> type.equals(c.get("type")))
            .map(c -> c.get("status") + " " + c.get("reason") + " " + c.get("message"))
            .findFirst()
            .orElse("");
  }

  private static <T extends HasMetadata> void record(
      io.fabric8.kubernetes.client.dsl.Watchable<T> watched, List<Seen<T>> into) {
    watched.watch(
        new Watcher<T>() {
          @Override
          public void eventReceived(Action action, T object) {
            into.add(new Seen<>(action, object));
          }

          @Override
          public void onClose(WatcherException cause) {}
        });
  }

  private void until(String what, Callable<Boolean> holds) {
    try {
      await(what)
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> !flux.isAlive() || holds.call());
      assertTrue(flux.isAlive(), this::log);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          what + "\n" + said("kinds") + "\n" + said("estate") + state() + log(), e);
    }
  }

  private String state() {
    StringBuilder state = new StringBuilder();
    for (BleuWorkload w : client.resources(BleuWorkload.class).inAnyNamespace().list().getItems()) {
      state.append('\n').append(w.getMetadata().getName()).append(": ");
      if (w.getStatus() != null) {
        state.append(Conditions.find(w.getStatus().conditions(), "Ready"));
      }
    }
    return state.toString();
  }

  private String log() {
    try {
      return "\n" + flux.log();
    } catch (IOException e) {
      return "\n" + e;
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }
}
