package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.apiserver.AnswerDeadline;
import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A hub and two members: clusters of their own, each of which can be lost by itself. */
public abstract class FleetLife {
  /** A scheduler whose API server was away asks for each kind again after a minute at most. */
  private static final Duration SOON = Duration.ofSeconds(180);

  /** How long the client waits that is to see a member hang. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Test
  void objectsUsersAndKindsOfOneAreUnknownToTheOthers(
      KubernetesClient hub, Fleet fleet, TestNamespace namespace, OperatorAccount account) {
    List<KubernetesClient> all = clients(hub, fleet);
    assertEquals(3, all.stream().map(FleetLife::identity).distinct().count());
    for (KubernetesClient one : all) {
      String name = "of-" + identity(one);
      prepare(one, namespace);
      one.configMaps().inNamespace(namespace.name()).resource(configMap(name)).serverSideApply();
      for (KubernetesClient other : all) {
        assertEquals(one == other, configMap(other, namespace, name) != null, name);
      }
    }

    assertTrue(hub.supports("placement.bleu.cloud/v1alpha1", "BleuWorkload"));
    for (FleetMember member : fleet.members()) {
      assertFalse(member.client().supports("placement.bleu.cloud/v1alpha1", "BleuWorkload"));
      String known = member.plane().adminKubeconfig();
      assertEquals(HttpURLConnection.HTTP_OK, answer(member, known));
      for (String unknown : List.of(fleet.hub().adminKubeconfig(), account.kubeconfig())) {
        assertEquals(HttpURLConnection.HTTP_UNAUTHORIZED, answer(member, unknown));
      }
    }
  }

  @Test
  void eachRunsPodsOnNodesOfItsOwnAtTheSameTime(
      KubernetesClient hub, FakeNodes hubNodes, Fleet fleet, TestNamespace namespace) {
    List<KubernetesClient> all = clients(hub, fleet);
    List<String> zones = List.of("zone-hub", "zone-member-1", "zone-member-2");
    hubNodes.add(FakeNode.inZone("zone-hub", "zone-hub-1"));
    for (FleetMember member : fleet.members()) {
      String zone = "zone-" + member.name();
      member.nodes().add(FakeNode.inZone(zone, zone + "-1"));
      member.nodes().add(FakeNode.inZone(zone, zone + "-2"));
    }
    for (int i = 0; i < all.size(); i++) {
      prepare(all.get(i), namespace);
      all.get(i)
          .apps()
          .deployments()
          .inNamespace(namespace.name())
          .resource(inZone(zones.get(i)))
          .serverSideApply();
    }

    await()
        .atMost(SOON)
        .until(() -> all.stream().allMatch(one -> readyReplicas(one, namespace) == 1));
    assertEquals(zones, all.stream().map(one -> zoneOfThePod(one, namespace)).toList());

    all.forEach(
        one -> one.apps().deployments().inNamespace(namespace.name()).withName("web").delete());
    await()
        .atMost(SOON)
        .until(
            () ->
                all.stream()
                    .allMatch(
                        one ->
                            one.pods().inNamespace(namespace.name()).list().getItems().isEmpty()));
  }

  private static Instant lastHeartbeat(FleetMember member, String node) {
    return member
        .client()
        .leases()
        .inNamespace("kube-node-lease")
        .withName(node)
        .require()
        .getSpec()
        .getRenewTime()
        .toInstant();
  }

  /** Each by itself, and both at once. */
  @Test
  void pausedMemberHangsEndedOneRefusesAndTheOthersAnswer(
      KubernetesClient hub, Fleet fleet, TestNamespace namespace) {
    FleetMember paused = fleet.members().get(0);
    FleetMember ended = fleet.members().get(1);
    ended.nodes().add(FakeNode.inZone("fr-a", "fr-a-1"));
    ConfigMap ofPaused = kept(paused, namespace);
    ConfigMap ofEnded = kept(ended, namespace);
    long process = ended.plane().apiServer().pid();
    try (KubernetesClient toPaused = patientFor(PATIENCE, paused);
        // A connection that is refused is told at once.
        KubernetesClient toEnded = patientFor(Duration.ofMinutes(1), ended)) {
      // The first connection may take longer than its patience.
      await()
          .atMost(SOON)
          .ignoreExceptionsInstanceOf(KubernetesClientException.class)
          .until(() -> ofPaused.equals(configMap(toPaused, namespace, "kept")));
      paused.pause();
      hangs(toPaused, namespace);
      assertNotEquals("", identity(hub), "while one is paused");
      assertNotEquals("", identity(ended.client()), "while the other is paused");

      ended.end();
      KubernetesClientException refused =
          assertThrows(
              KubernetesClientException.class, () -> configMap(toEnded, namespace, "kept"));
      assertTrue(causes(refused).anyMatch(ConnectException.class::isInstance), refused.toString());
      hangs(toPaused, namespace);
      assertNotEquals("", identity(hub), "while both are lost");

      paused.recover();
      assertEquals(ofPaused, configMap(paused.client(), namespace, "kept"), "has its data");
      assertNotEquals("", identity(hub), "while one has ended");
      assertNotEquals("", identity(paused.client()), "while the other has ended");

      Instant began = Instant.now();
      ended.recover();
      assertFalse(
          lastHeartbeat(ended, "fr-a-1").isBefore(began.truncatedTo(ChronoUnit.MICROS)),
          "its node waits for no rhythm");
      assertNotEquals(process, ended.plane().apiServer().pid());
      assertEquals(ofEnded, configMap(ended.client(), namespace, "kept"), "starts on its data");
    }
    ended
        .client()
        .apps()
        .deployments()
        .inNamespace(namespace.name())
        .resource(PlaneObjects.deployment("web", 1))
        .serverSideApply();
    await().atMost(SOON).until(() -> readyReplicas(ended.client(), namespace) == 1);
  }

  /** It takes the connection, and its client has no more patience for the answer or its end. */
  private static void hangs(KubernetesClient impatient, TestNamespace namespace) {
    KubernetesClientException fault =
        assertThrows(
            KubernetesClientException.class, () -> configMap(impatient, namespace, "kept"));
    assertTrue(
        causes(fault)
            .anyMatch(
                c ->
                    c instanceof TimeoutException
                        || c instanceof HttpTimeoutException
                            && !(c instanceof HttpConnectTimeoutException)),
        fault.toString());
  }

  @Test
  void secretOnTheHubLeadsIntoTheMemberAndNamesNoFileAndNoProgram(
      KubernetesClient hub, Fleet fleet, TestNamespace namespace) {
    for (FleetMember member : fleet.members()) {
      hub.resource(member.kubeconfigSecret(namespace.name())).serverSideApply();
      String kubeconfig =
          new String(
              Base64.getDecoder()
                  .decode(hub.secrets().withName(member.name()).get().getData().get("kubeconfig")),
              StandardCharsets.UTF_8);
      try (KubernetesClient read = SandboxClients.of(Config.fromKubeconfig(kubeconfig))) {
        assertEquals(identity(member.client()), identity(read));
      }
      Set<String> fields =
          kubeconfig
              .lines()
              .map(line -> line.replaceAll("^[- ]*", "").replaceAll(":.*", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(
          new TreeSet<>(
              Set.of(
                  "apiVersion",
                  "certificate-authority-data",
                  "client-certificate-data",
                  "client-key-data",
                  "cluster",
                  "clusters",
                  "context",
                  "contexts",
                  "current-context",
                  "kind",
                  "name",
                  "namespace",
                  "server",
                  "user",
                  "users")),
          fields);
    }
  }

  private static List<KubernetesClient> clients(KubernetesClient hub, Fleet fleet) {
    return Stream.concat(Stream.of(hub), fleet.members().stream().map(FleetMember::client))
        .toList();
  }

  /** Of a cluster: the uid of the namespace that none is without. */
  private static String identity(KubernetesClient client) {
    return client.namespaces().withName("kube-system").get().getMetadata().getUid();
  }

  /** The namespace of the test, which is on the hub already. */
  private static void prepare(KubernetesClient client, TestNamespace namespace) {
    if (client.namespaces().withName(namespace.name()).get() == null) {
      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(namespace.name())
                  .endMetadata()
                  .build())
          .serverSideApply();
    }
  }

  private static ConfigMap kept(FleetMember member, TestNamespace namespace) {
    prepare(member.client(), namespace);
    return member
        .client()
        .configMaps()
        .inNamespace(namespace.name())
        .resource(configMap("kept"))
        .serverSideApply();
  }

  private static ConfigMap configMap(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .addToData("k", "v")
        .build();
  }

  private static ConfigMap configMap(
      KubernetesClient client, TestNamespace namespace, String name) {
    return client.configMaps().inNamespace(namespace.name()).withName(name).get();
  }

  private static int readyReplicas(KubernetesClient client, TestNamespace namespace) {
    Integer ready =
        client
            .apps()
            .deployments()
            .inNamespace(namespace.name())
            .withName("web")
            .get()
            .getStatus()
            .getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  /**
   * Bound to a zone, for the scheduler of a member that another test has ended may still know the
   * nodes which that test took away.
   */
  private static Deployment inZone(String zone) {
    return new DeploymentBuilder(PlaneObjects.deployment("web", 1))
        .editSpec()
        .editTemplate()
        .editSpec()
        .addToNodeSelector(FakeNode.ZONE_LABEL, zone)
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static String zoneOfThePod(KubernetesClient client, TestNamespace namespace) {
    String node =
        client
            .pods()
            .inNamespace(namespace.name())
            .list()
            .getItems()
            .get(0)
            .getSpec()
            .getNodeName();
    return client.nodes().withName(node).get().getMetadata().getLabels().get(FakeNode.ZONE_LABEL);
  }

  /** A client that gives up after a time, of the head and of the rest, and never tries again. */
  private static KubernetesClient patientFor(Duration patience, FleetMember member) {
    Config config = Config.fromKubeconfig(member.plane().adminKubeconfig());
    config.setRequestTimeout((int) patience.toMillis());
    config.setConnectionTimeout((int) patience.toMillis());
    config.setRequestRetryBackoffLimit(0);
    return SandboxClients.builder(config)
        .withHttpClientBuilderConsumer(
            b -> b.addOrReplaceInterceptor(AnswerDeadline.NAME, new AnswerDeadline(patience)))
        .build();
  }

  /**
   * The status code that the user of a kubeconfig gets in a member. The member is trusted, so that
   * it is the user who is refused.
   */
  private static int answer(FleetMember member, String kubeconfig) {
    Config config = Config.fromKubeconfig(kubeconfig);
    config.setMasterUrl(member.plane().url().toString());
    config.setCaCertData(Config.fromKubeconfig(member.plane().adminKubeconfig()).getCaCertData());
    // Over HTTP/2 the server closes the connection as well, at times before its answer is read.
    config.setHttp2Disable(true);
    try (KubernetesClient client = SandboxClients.of(config)) {
      client.namespaces().list();
      return HttpURLConnection.HTTP_OK;
    } catch (KubernetesClientException e) {
      return e.getCode();
    }
  }

  private static Stream<Throwable> causes(Throwable fault) {
    return Stream.iterate(fault, f -> f != null, Throwable::getCause);
  }
}
