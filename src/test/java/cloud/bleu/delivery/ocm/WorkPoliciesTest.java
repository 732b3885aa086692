package cloud.bleu.delivery.ocm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left in a managed cluster: by the word of the hub, and whatever it answers. */
class WorkPoliciesTest {

  /** What the hub answers to a list of works; 0: what there is. */
  private static volatile int code;

  private static ScriptedServer server;
  private static KubernetesClient admin;
  private static KubernetesClient client;

  private final BleuWorkload workload =
      Serialization.unmarshal(
          "---\n{metadata: {namespace: shop, name: web, uid: uid-web}, spec: {}}",
          BleuWorkload.class);

  /** What the caches show. */
  private record Seen(@Nullable String home, List<GenericKubernetesResource> all)
      implements WorkObjects {
    @Override
    public Reach reach(String cluster) {
      return new Reach(Reach.State.REACHED, Instant.EPOCH, "Reached", "it is reached");
    }

    @Override
    public boolean serves(String cluster) {
      return true;
    }

    @Override
    public String uid(String cluster) {
      return "uid-m";
    }

    @Override
    public @Nullable GenericKubernetesResource work(String cluster, String name) {
      return null;
    }

    @Override
    public List<GenericKubernetesResource> works(
        String cluster, String namespace, String workload) {
      return all;
    }
  }

  @BeforeAll
  static void start() {
    server =
        new ScriptedServer(
            ManagedClusterCrds.all(),
            new Fault() {
              @Override
              public Answer instead(Request request) {
                return code == 0 ? null : Answer.status(code, "MadeUp");
              }
            });
    admin = server.admin();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void clear() {
    code = 0;
    admin.genericKubernetesResources(ManifestWork.KIND).inNamespace("m").delete();
  }

  private static GenericKubernetesResource work(String zone) {
    GenericKubernetesResource work =
        Serialization.unmarshal(
            "---\n{apiVersion: work.open-cluster-management.io/v1, kind: ManifestWork, metadata:"
                + " {namespace: m, name: web-"
                + zone
                + "}, spec: {workload: {manifests: []}}}",
            GenericKubernetesResource.class);
    work.getMetadata()
        .setLabels(
            Map.of(
                Labels.HOME, "uid-hub",
                ManifestWork.NAMESPACE, "shop",
                Labels.WORKLOAD, "web",
                Labels.ZONE, zone));
    return work;
  }

  /** The workload stays in the zone that is called so. What is not known keeps it held. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // uid of the hub, zone of the work in the cache, on the hub, what it answers; what is left
        "uid-hub, -, -, 0, nothing",
        "uid-hub, left, left, 0, Removing",
        // Its deletion is on its way, and the hub is not asked for that.
        "uid-hub, left, -, 403, Removing",
        "uid-hub, stays, stays, 0, nothing",
        // What a cache does not show may be there all the same.
        "uid-hub, -, left, 0, Removing",
        "uid-hub, stays, left, 0, Removing",
        "uid-hub, -, stays, 0, nothing",
        "-, -, -, 0, Removing",
        // A right is withdrawn; the kind is gone; nobody answers: other zones do not wait for that.
        "uid-hub, -, -, 403, TargetUnreachable",
        "uid-hub, stays, -, 403, TargetUnreachable",
        "uid-hub, -, -, 401, TargetUnreachable",
        "uid-hub, -, -, 404, TargetUnreachable",
        "uid-hub, -, -, 500, TargetUnreachable",
        "uid-hub, stays, -, 503, TargetUnreachable",
      })
  void whatIsLeft(
      @Nullable String home,
      @Nullable String seen,
      @Nullable String there,
      int answer,
      String left) {
    if (there != null) {
      admin.resource(work(there)).create();
    }
    code = answer;
    WorkPolicies policies =
        new WorkPolicies(
            "m",
            new Seen(home, seen == null ? List.of() : List.of(work(seen))),
            new WorkWriter(client));
    DeliveryProblem problem = policies.left(workload, Set.of("stays"));
    assertEquals(left, problem == null ? "nothing" : problem.code());
    if (problem != null) {
      assertTrue(problem.canPassByItself(), problem.toString());
    }
    if (left.equals("TargetUnreachable")) {
      assertTrue(problem.message().contains("ManagedCluster m"), problem.toString());
      assertTrue(problem.message().contains("made up by a test"), problem.toString());
      assertEquals(
          answer != 403, problem.message().contains("answered " + answer), problem.toString());
    }
  }
}
