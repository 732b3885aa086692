package cloud.bleu.operator.profile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.delivery.cluster.ClusterKinds;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.access.AccessSource;
import cloud.bleu.operator.access.MemberAccess;
import cloud.bleu.operator.cache.HurriedThread;
import cloud.bleu.operator.config.AccessProvider;
import cloud.bleu.operator.config.AccessProviders;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to clusters as their ClusterProfiles come and change, with real programs. */
@Tag("wiring")
class ClusterProfilesTest {

  private static final String V1 = "client.authentication.k8s.io/v1";

  @TempDir private Path folder;

  private final MovableClock clock = new MovableClock();
  private final AtomicBoolean unauthorized = new AtomicBoolean();
  private final AtomicInteger changes = new AtomicInteger();
  private final Map<String, Target> wanted = new TreeMap<>();

  /** Of credentials, the newest last. */
  private final List<HurriedThread> threads = new CopyOnWriteArrayList<>();

  private EmbeddedApiServer server;
  private KubernetesClient client;
  private ClusterProfiles profiles;

  private final AccessSource.Asker asker =
      new AccessSource.Asker() {
        @Override
        public void changed() {
          // Whoever waits looks by itself.
          changes.incrementAndGet();
        }

        @Override
        public boolean isUnauthorized(String cluster) {
          return unauthorized.get();
        }
      };

  @BeforeEach
  void start() throws IOException {
    List<CustomResourceDefinition> crds = new ArrayList<>(ProjectCrds.all());
    crds.add(ClusterProfileCrd.read());
    server = EmbeddedApiServer.start(crds);
    client = PatientClients.of(server);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("fleet").endMetadata().build())
        .serverSideApply();
    profiles =
        new ClusterProfiles(
            client,
            new AccessProviders(
                List.of(
                    provider("file", "echo run >> runs; cat answer"),
                    provider("never", "echo > asked"),
                    provider("hang", "exec sleep 600"))),
            clock,
            name -> {
              HurriedThread thread = new HurriedThread(name);
              threads.add(thread);
              return thread;
            });
  }

  @AfterEach
  void stop() {
    profiles.close();
    client.close();
    server.close();
  }

  private AccessProvider provider(String name, String text) throws IOException {
    Path script = folder.resolve(name);
    Files.writeString(script, "#!/bin/sh\ncd " + folder + "\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new AccessProvider(name, V1, script.toString(), List.of(), Map.of(), true);
  }

  /** What the program prints from now on. */
  private void answers(String text) throws IOException {
    Path next = Files.writeString(folder.resolve("answer.next"), text);
    Files.move(next, folder.resolve("answer"), StandardCopyOption.ATOMIC_MOVE);
  }

  private String token(String token, Duration lifetime) {
    return """
        {"apiVersion": "%s", "kind": "ExecCredential",
         "status": {"token": "%s", "expirationTimestamp": "%s"}}
        """
        .formatted(V1, token, clock.instant().plus(lifetime));
  }

  private int runs() throws IOException {
    Path runs = folder.resolve("runs");
    return Files.exists(runs) ? Files.readAllLines(runs).size() : 0;
  }

  private void profile(String name, String status) {
    GenericKubernetesResource object =
        Serialization.unmarshal(
            """
            apiVersion: multicluster.x-k8s.io/v1alpha1
            kind: ClusterProfile
            metadata: {name: %s, namespace: fleet}
            spec: {clusterManager: {name: m}}
            status: %s
            """
                .formatted(name, status),
            GenericKubernetesResource.class);
    client.resource(object).serverSideApply();
    client.resource(object).patchStatus();
  }

  private static String access(String provider, String url) {
    return "{accessProviders: [{name: %s, cluster: {server: \"%s\"}}]}".formatted(provider, url);
  }

  private static Target target(String name) {
    return Serialization.unmarshal(
        "clusterProfile: {namespace: fleet, name: " + name + "}", Target.class);
  }

  private MemberAccess follow(String name) {
    Target target = target(name);
    wanted.put(target.directCluster(), target);
    profiles.follow(wanted, asker);
    return profiles.access(target);
  }

  private void awaitReason(String name, String reason, String words) {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              MemberAccess access = follow(name);
              assertEquals(reason, access.reason(), access.toString());
              assertTrue(String.valueOf(access.problem()).contains(words), access.toString());
            });
  }

  private MemberAccess awaitWay(String name) {
    await().atMost(Duration.ofMinutes(1)).until(() -> follow(name).kubeconfig() != null);
    return follow(name);
  }

  private void awaitToken(MemberAccess way, String token) {
    await().atMost(Duration.ofMinutes(1)).until(() -> token.equals(way.token().getToken()));
  }

  @Test
  void profileLeadsToACredentialThatIsKeptFresh() throws IOException {
    awaitReason("fc-1", "ProfileMissing", "ClusterProfile fc-1 of namespace fleet");
    profile("fc-1", "{}");
    awaitReason("fc-1", "AccessProviderUnknown", "names no provider");
    profile("fc-1", access("other", "https://fc-1:6443"));
    awaitReason("fc-1", "AccessProviderUnknown", "no provider of access but other");
    profile("fc-1", access("never", "http://fc-1"));
    awaitReason("fc-1", "ProfileRefused", "no https URL");

    answers("s3cret");
    profile("fc-1", access("file", "https://fc-1:6443"));
    awaitReason("fc-1", "CredentialPluginFailed", "plugin file");
    assertFalse(String.valueOf(follow("fc-1").problem()).contains("s3cret"));

    answers(token("one", Duration.ofHours(1)));
    clock.forward(Duration.ofMinutes(1));
    MemberAccess way = awaitWay("fc-1");
    assertTrue(way.kubeconfig().contains("https://fc-1:6443"), way.kubeconfig());
    assertFalse(way.kubeconfig().contains("one\n"), "the token is asked for with each request");
    assertEquals("one", way.token().getToken());

    int before = runs();
    clock.forward(Duration.ofMinutes(50));
    answers(token("two", Duration.ofHours(1)));
    assertEquals("one", way.token().getToken());
    clock.forward(Duration.ofMinutes(6));
    awaitToken(way, "two");
    assertEquals(before + 1, runs(), "once, before it expired");
    assertEquals(way.kubeconfig(), follow("fc-1").kubeconfig());
    assertSame(way.token(), follow("fc-1").token(), "the connection goes on");

    answers("broken");
    clock.forward(Duration.ofMinutes(50));
    awaitRuns("fc-1", before + 2);
    assertEquals("two", way.token().getToken(), "it serves until it expires");
    assertTrue(follow("fc-1").kubeconfig() != null);
    clock.forward(Duration.ofMinutes(5));
    assertEquals(null, way.token().getToken(), "and not a moment longer");
    awaitRuns("fc-1", before + 3);
    awaitReason("fc-1", "CredentialExpired", "is no JSON");

    answers(token("three", Duration.ofDays(1)));
    clock.forward(Duration.ofMinutes(5));
    MemberAccess again = awaitWay("fc-1");
    assertEquals("three", again.token().getToken());

    answers(token("four", Duration.ofDays(1)));
    clock.forward(Duration.ofMinutes(2));
    unauthorized.set(true);
    awaitToken(again, "four");
    assertFalse(
        Files.exists(folder.resolve("asked")), "no plugin is asked for a server that is not used");
  }

  /** The manager rotates an authority or edits an extension, and the plugin fails for it once. */
  @Test
  void wayBeforeServesUntilItsCredentialExpires() throws IOException {
    answers(token("one", Duration.ofHours(1)));
    profile("fc-1", access("file", "https://fc-1"));
    MemberAccess way = awaitWay("fc-1");

    answers("broken");
    int before = runs();
    profile("fc-1", access("file", "https://fc-2"));
    awaitRuns("fc-1", before + 1);
    clock.forward(Duration.ofSeconds(10));
    awaitRuns("fc-1", before + 2);
    assertTrue(follow("fc-1").kubeconfig().contains("https://fc-1"), "it is good for an hour");
    assertSame(way.token(), follow("fc-1").token(), "the connection goes on");
    assertEquals("one", way.token().getToken());

    clock.forward(Duration.ofMinutes(58));
    awaitRuns("fc-1", before + 3);
    assertEquals(before + 3, runs(), "the way before is not renewed");
    clock.forward(Duration.ofMinutes(2));
    awaitRuns("fc-1", before + 4);
    awaitReason("fc-1", "CredentialPluginFailed", "is no JSON");

    answers(token("two", Duration.ofHours(1)));
    clock.forward(Duration.ofMinutes(5));
    assertTrue(awaitWay("fc-1").kubeconfig().contains("https://fc-2"));

    // A way that the server refuses is of no use, however long its credential is good.
    answers("broken");
    int good = runs();
    profile("fc-1", access("file", "https://fc-3"));
    awaitRuns("fc-1", good + 1);
    unauthorized.set(true);
    awaitReason("fc-1", "CredentialPluginFailed", "is no JSON");
  }

  /** An inventory may have thousands of them, which change as often as they like. */
  @Test
  void profileThatNoZoneNamesWakesNobody() {
    awaitReason("fc-1", "ProfileMissing", "fc-1");
    int before = changes.get();
    for (int i = 0; i < 10; i++) {
      profile("other-" + i, access("file", "https://other"));
    }
    profile("fc-1", access("other", "https://fc-1"));
    awaitReason("fc-1", "AccessProviderUnknown", "no provider of access but other");
    // Its own come after those of the others: it is created, and gets a status.
    assertTrue(changes.get() - before < 10, "told " + (changes.get() - before) + " times");
  }

  /** Until the program was run so often and the newest credential goes by what came of it. */
  private void awaitRuns(String name, int least) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              follow(name);
              return runs() >= least;
            });
    // The program notes its run first. The look that waits for its end is over before the next.
    HurriedThread newest = threads.get(threads.size() - 1);
    long looks = newest.getCompletedTaskCount();
    await().atMost(Duration.ofMinutes(1)).until(() -> newest.getCompletedTaskCount() > looks);
  }

  @Test
  void pluginThatHangsHoldsUpNoOtherCluster() throws IOException {
    answers(token("one", Duration.ofHours(1)));
    profile("fc-1", access("hang", "https://fc-1"));
    profile("fc-2", access("file", "https://fc-2"));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> follow("fc-1").reason().equals("NotAskedYet"));
    assertEquals("one", awaitWay("fc-2").token().getToken());

    // The profile leads elsewhere: until that is known, the way before serves.
    profile("fc-2", access("hang", "https://fc-3"));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                client
                    .genericKubernetesResources(ClusterKinds.CLUSTER_PROFILE)
                    .inNamespace("fleet")
                    .withName("fc-2")
                    .get()
                    .toString()
                    .contains("fc-3"));
    assertTrue(follow("fc-2").kubeconfig().contains("https://fc-2"));
  }
}
