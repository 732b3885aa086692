package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Somebody takes the operator's rights away while it runs, and gives them back. */
@RealControlPlane
@Tag("campaign")
class RightsLostTest {

  private static final String ROLE =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: rights-lost}
      rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
      """;
  private static final String BINDING =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: rights-lost}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: rights-lost}
      subjects: [{kind: ServiceAccount, name: bleu, namespace: %s}]
      """;
  private static final String ACCOUNT =
      """
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: bleu}
      """;

  @Test
  void whatChangedMeanwhileIsDoneOnceTheRightsAreBack(
      ControlPlane plane, KubernetesClient client, FakeNodes nodes, TestNamespace namespace) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    HasMetadata role = create(client, ROLE);
    HasMetadata binding = create(client, BINDING.formatted(namespace.name()));
    create(client, ACCOUNT);
    Refusals refusals = new Refusals();
    try (KubernetesClient account =
            plane.client(plane.serviceAccountKubeconfig(namespace.name(), "bleu"));
        FaultProxy proxy = new FaultProxy(account.getConfiguration(), refusals);
        KubernetesClient ours = proxy.client();
        ChainWatch chain = new ChainWatch(client);
        Operator operator = OperatorUnderTest.of(ours)) {
      operator.start();
      scene.workload("web", 3, "{spread: [{over: Site, min: 3, maxSkew: 1}]}");
      scene.awaitReady("web");

      client.resource(binding).delete();
      scene.until("the account may nothing", () -> !mayList(account));
      proxy.cutWatches();
      client.resources(BleuWorkload.class).withName("web").scale(6);
      scene.until(
          "watches of every kind of ours are refused",
          () -> refusals.seen.containsAll(Set.of("bleuworkloads", "availabilityzones")));
      assertEquals(Map.of("fr-a", 1, "fr-b", 1, "fr-c", 1), scene.bound("web"));

      create(client, BINDING.formatted(namespace.name()));
      scene.awaitReady("web");
      assertEquals(Map.of("fr-a", 2, "fr-b", 2, "fr-c", 2), scene.bound("web"));
      chain.awaitEnd(scene);
      chain.verify();
      assertEquals(2, chain.entries().size());
    } finally {
      client.resource(binding).delete();
      client.resource(role).delete();
    }
  }

  private static HasMetadata create(KubernetesClient client, String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    return client.resource(object).create();
  }

  private static boolean mayList(KubernetesClient account) {
    try {
      account.nodes().list();
      return true;
    } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
      return e.getCode() != 403;
    }
  }

  /** The kinds whose lists or watches were refused. */
  private static final class Refusals implements Fault {
    final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Override
    public Answer after(Request request, Answer answer) {
      if (answer.code() == 403) {
        List<String> path = List.of(request.path().split("/", -1));
        seen.add(path.get(path.size() - 1));
      }
      return answer;
    }
  }
}
