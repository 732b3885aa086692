package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The namespace of a test goes with it, and nothing of it stays. */
@RealControlPlane
class NamespaceEndTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration HEARTBEAT = ControlPlaneExtension.heartbeatOfShared();

  @Test
  void namespaceGoesAtOnce(ControlPlane plane, KubernetesClient client) {
    String namespace;
    try (PlaneTest test = new PlaneTest(plane, List.of(), HEARTBEAT, "goes")) {
      namespace = test.namespace().name();
      test.client().resource(PlaneObjects.deployment("web", 2)).create();
      await().atMost(SOON).until(() -> test.client().pods().list().getItems().size() == 2);
      test.client().resource(configMap("settings")).create();
    }
    assertNull(client.namespaces().withName(namespace).get());
    assertEquals(List.of(), client.apps().replicaSets().inNamespace(namespace).list().getItems());
    assertEquals(List.of(), client.pods().inNamespace(namespace).list().getItems());
    assertEquals(List.of(), client.configMaps().inNamespace(namespace).list().getItems());
  }

  @Test
  void namespaceWaitsForWhatHasAFinalizer(ControlPlane plane, KubernetesClient client) {
    String namespace;
    try (PlaneTest test = new PlaneTest(plane, List.of(), HEARTBEAT, "waits")) {
      namespace = test.namespace().name();
      ConfigMap held = configMap("held");
      held.getMetadata().setFinalizers(List.of("example.org/held"));
      test.client().resource(held).create();
    }
    assertEquals(
        "Terminating", client.namespaces().withName(namespace).get().getStatus().getPhase());
    UnlockedEdit.of(
        client.configMaps().inNamespace(namespace).withName("held"),
        c -> new ConfigMapBuilder(c).editMetadata().withFinalizers().endMetadata().build());
    await().atMost(SOON).until(() -> client.namespaces().withName(namespace).get() == null);
  }

  @Test
  void namespaceIsLeftToItsControllerWhereThereAreOtherKinds(
      ControlPlane plane, KubernetesClient client) {
    HasMetadata other =
        client
            .resource(
                (HasMetadata)
                    Serialization.unmarshal(
                        """
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: others.example.org}
                        spec:
                          group: example.org
                          scope: Namespaced
                          names: {plural: others, singular: other, kind: Other, listKind: OtherList}
                          versions:
                          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
                        """))
            .create();
    try {
      await().atMost(SOON).until(() -> isServed(client, "example.org"));
      String namespace;
      try (PlaneTest test = new PlaneTest(plane, List.of(), HEARTBEAT, "left")) {
        namespace = test.namespace().name();
        // Until it is let go the controller cannot be done.
        others(test.client(), namespace)
            .resource(
                Serialization.unmarshal(
                    """
                    apiVersion: example.org/v1
                    kind: Other
                    metadata: {name: held, finalizers: [example.org/held]}
                    """,
                    GenericKubernetesResource.class))
            .create();
      }
      assertEquals(
          "Terminating", client.namespaces().withName(namespace).get().getStatus().getPhase());
      UnlockedEdit.of(
          others(client, namespace).withName("held"),
          held -> {
            held.getMetadata().setFinalizers(List.of());
            return held;
          });
      await().atMost(SOON).until(() -> client.namespaces().withName(namespace).get() == null);
    } finally {
      client.resource(other).delete();
    }
    await().atMost(SOON).until(() -> !isServed(client, "example.org"));
  }

  private static NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      others(KubernetesClient client, String namespace) {
    return client.genericKubernetesResources("example.org/v1", "Other").inNamespace(namespace);
  }

  private static boolean isServed(KubernetesClient client, String group) {
    return client.getApiGroups().getGroups().stream().anyMatch(g -> g.getName().equals(group));
  }

  /** What is deleted by nobody stays for ever in a namespace that is gone. */
  @Test
  void everyKindThatANamespaceMayHoldGoesWithIt(KubernetesClient client) {
    Set<String> deleted =
        NamespaceEnd.KINDS.stream()
            .map(path -> path.replaceFirst("^/(api|apis)/", ""))
            .map(path -> path.replaceFirst("[^/]+/namespaces/%s/", ""))
            .collect(Collectors.toSet());
    // The server forgets them, and has them in two groups.
    deleted.add(NamespaceEnd.EVENTS);
    deleted.add("events.k8s.io/" + NamespaceEnd.EVENTS);
    Set<String> left = new TreeSet<>();
    Stream.concat(
            Stream.of("v1"),
            client.getApiGroups().getGroups().stream()
                .filter(group -> !group.getName().equals(ProjectKinds.GROUP))
                .flatMap(group -> group.getVersions().stream())
                .map(version -> version.getGroupVersion()))
        .forEach(
            version ->
                client.getApiResources(version).getResources().stream()
                    .filter(kind -> kind.getNamespaced())
                    .filter(kind -> kind.getVerbs().contains("deletecollection"))
                    .map(kind -> version.replaceFirst("[^/]+$", "") + kind.getName())
                    .filter(kind -> !deleted.contains(kind))
                    .forEach(left::add));
    assertEquals(Set.of(), left);
  }

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
