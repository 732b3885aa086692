package cloud.bleu.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.apiserver.Refusal.Source;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who refused a write, read from what API servers of Kubernetes 1.36 answer. */
class RefusalTest {

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(
            403,
            "workloadplacements.placement.bleu.cloud \"web\" is forbidden: exceeded quota: none, requested: count/workloadplacements.placement.bleu.cloud=1, used: count/workloadplacements.placement.bleu.cloud=0, limited: count/workloadplacements.placement.bleu.cloud=0",
            Source.Quota,
            "ResourceQuota none refuses it: "),
        Arguments.of(
            403,
            "pods \"a\" is forbidden: failed quota: small: must specify limits.cpu for: main",
            Source.Quota,
            "ResourceQuota small refuses it: "),
        Arguments.of(
            422,
            "workloadplacements.placement.bleu.cloud \"web\" is forbidden: ValidatingAdmissionPolicy 'mine' with binding 'here' denied request: not in my namespace",
            Source.Policy,
            "ValidatingAdmissionPolicy mine (binding here) refuses it: "),
        Arguments.of(
            403,
            "admission webhook \"check.example.com\" denied the request: not today",
            Source.Webhook,
            "admission webhook check.example.com refuses it: "),
        // A webhook chooses its code.
        Arguments.of(
            409,
            "admission webhook \"check.example.com\" denied the request: in use",
            Source.Webhook,
            "admission webhook check.example.com refuses it: "),
        Arguments.of(
            500,
            "Internal error occurred: failed calling webhook \"check.example.com\": failed to call webhook: Post \"https://check.ns.svc:443/?timeout=10s\": dial tcp 10.0.0.1:443: connect: connection refused",
            Source.WebhookUnreachable,
            "admission webhook check.example.com does not answer: "),
        Arguments.of(
            403,
            "workloadplacements.placement.bleu.cloud \"web\" is forbidden: unable to create new content in namespace shop because it is being terminated",
            Source.EndingNamespace,
            "a namespace that is being deleted refuses it: "),
        Arguments.of(
            403,
            "workloadplacements.placement.bleu.cloud is forbidden: User \"system:serviceaccount:bleu:bleu\" cannot create resource \"workloadplacements\" in API group \"placement.bleu.cloud\" in the namespace \"shop\"",
            Source.Rights,
            "RBAC refuses it: "),
        Arguments.of(
            413,
            "Request entity too large: limit is 3145728",
            Source.Size,
            "the API server refuses it: "),
        Arguments.of(
            422,
            "WorkloadPlacement.placement.bleu.cloud \"web\" is invalid: spec.assignments[0].replicas: Invalid value: -1",
            Source.Schema,
            "the API server refuses it: "),
        // Of Kubernetes 1.36.3: an apply with a field that its schema does not have.
        Arguments.of(
            500,
            "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.template.spec.newer: field not declared in schema",
            Source.Undeclared,
            "the API server refuses it: "),
        // From the same place: it depends on what is written alone.
        Arguments.of(
            500,
            "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.template.spec.containers[name=\"main\"].ports: duplicate entries for key [containerPort=80,protocol=\"TCP\"]",
            Source.Schema,
            "the API server refuses it: "),
        // The same words in what somebody else says stay theirs.
        Arguments.of(
            500,
            "admission webhook \"check.example.com\" denied the request: failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.newer: field not declared in schema",
            Source.Webhook,
            "admission webhook check.example.com refuses it: "),
        Arguments.of(
            500,
            "Internal error occurred: failed calling webhook \"check.example.com\": failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.newer: field not declared in schema",
            Source.WebhookUnreachable,
            "admission webhook check.example.com does not answer: "),
        Arguments.of(
            403,
            "pods \"a\" is forbidden: violates PodSecurity \"restricted:latest\": privileged",
            Source.Server,
            "the API server refuses it: "));
  }

  /** Of Kubernetes 1.36.3: a write that asks to be refused rather than stored in part. */
  @ParameterizedTest
  @ValueSource(strings = {"", "duplicate field \"spec.sequence\", "})
  void fieldThatTheKindsDoNotHaveIsNotKept(String before) {
    Refusal refusal =
        Refusal.of(
            answer(
                400,
                "DecisionLedger in version \"v1alpha1\" cannot be handled as a DecisionLedger: strict decoding error: "
                    + before
                    + "unknown field \"spec.entries[0].evacuation\", unknown field \"spec.entries[1].inputs\""));
    assertNotNull(refusal);
    assertEquals(400, refusal.code());
    assertEquals(Source.Dropped, refusal.source());
    assertEquals(
        "it does not keep spec.entries[0].evacuation of a DecisionLedger: its kinds are older than"
            + " this operator",
        refusal.words());
  }

  /** The client counts by itself too: for an answer that begins and does not end. */
  @Test
  void timeOfTheClientIsThatOfTheRequest() {
    KubernetesClientException failure =
        new KubernetesClientException("given up", new IOException(new TimeoutException()));
    assertNotNull(Refusal.unanswered(failure));
    assertNull(Refusal.unanswered(new KubernetesClientException("x", new IOException("reset"))));
  }

  private static KubernetesClient client(int port, Duration connection, Duration answer) {
    return SandboxClients.of(
        new ConfigBuilder()
            .withAutoConfigure(false)
            .withMasterUrl("http://127.0.0.1:" + port)
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout((int) connection.toMillis())
            .withRequestTimeout((int) answer.toMillis())
            .build());
  }

  /** No connection stands, so no server waits for anything. */
  @Test
  void timeOfAConnectionIsNoWordOfAServer() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, here);
        KubernetesClient client =
            client(full.getLocalPort(), Duration.ofMillis(100), Duration.ofSeconds(30))) {
      for (int i = 0; i < 8; i++) {
        SocketChannel one = SocketChannel.open();
        one.configureBlocking(false);
        one.connect(full.getLocalSocketAddress());
        waiting.add(one);
      }
      KubernetesClientException failure =
          assertThrows(
              KubernetesClientException.class, () -> client.namespaces().withName("shop").delete());
      assertEquals(ConnectionFault.ConnectionTimedOut, ConnectionFault.of(failure));
      assertNull(Refusal.unanswered(failure));
    } finally {
      for (SocketChannel one : waiting) {
        one.close();
      }
    }
  }

  /** The server takes the connection and says nothing. */
  @Test
  void writeWhoseTimeRanOutMayWaitForAWebhook() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KubernetesClient client =
            client(silent.getLocalPort(), Duration.ofSeconds(30), Duration.ofMillis(100))) {
      KubernetesClientException failure =
          assertThrows(
              KubernetesClientException.class, () -> client.namespaces().withName("shop").delete());
      Refusal refusal = Refusal.unanswered(failure);
      assertNotNull(refusal);
      assertEquals(Source.WebhookUnreachable, refusal.source());
    }
  }

  /** Nothing refuses it, and no kinds are to be applied for it. */
  @Test
  void whoChangesAWriteIsToLeaveIt() {
    assertEquals(
        "an admission webhook or policy changes it: spec.x of a DecisionLedger is not what was"
            + " sent; let it leave as it is what the operator writes, it is tried again by itself",
        Refusal.altered("DecisionLedger", "spec.x").sentence());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void namesWhoRefusesAndWhatToDo(int code, String words, Source source, String begin) {
    Refusal refusal = Refusal.of(answer(code, words));
    assertNotNull(refusal, words);
    assertEquals(source, refusal.source());
    assertEquals(code, refusal.code());
    assertTrue(words.endsWith(refusal.words()), refusal.words());
    assertTrue(refusal.sentence().startsWith(begin + refusal.words()), refusal.sentence());
    assertTrue(refusal.sentence().endsWith("it is tried again by itself"), refusal.sentence());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 401, 404, 408, 409, 410, 429, 500, 502, 503, 504})
  void whatIsUncertainOrAsksToComeAgainIsNoRefusal(int code) {
    assertNull(Refusal.of(answer(code, "made up")));
  }

  /** Others may say so too, which leaves open what became of the write. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "503 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.newer: field not declared in schema",
        "409 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.newer: field not declared in schema",
        "409 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.ports: duplicate entries for key [a=1]",
        "500 etcdserver: failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.newer: field not declared in schema",
        "500 rpc error: code = Unknown desc = failed to create typed patch object (a): duplicate entries for key [a=1]",
        "500 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): etcdserver: request timed out",
      })
  void wordsOfTheSchemaAreNoRefusalElsewhere(String answer) {
    assertNull(Refusal.of(answer(Integer.parseInt(answer.substring(0, 3)), answer.substring(4))));
  }

  /** The API server quotes what it refuses. */
  @Test
  void credentialsInAValueAreNotTold() {
    Refusal refusal =
        Refusal.of(
            answer(
                422,
                "Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].name:"
                    + " Invalid value: \"https://user:secret@db.example/\": must be a name"));
    assertNotNull(refusal);
    assertEquals(
        "Deployment.apps \"web\" is invalid: spec.template.spec.containers[0].env[0].name: Invalid"
            + " value: \"https://***@db.example/\": must be a name",
        refusal.words());
  }

  /** The client says 0 or -1 for the code of an answer that never came. */
  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void noAnswerHasNoCode(int code) {
    KubernetesClientException silent =
        new KubernetesClientException("Get https://10.0.0.1/: refused", code, null);
    assertFalse(Refusal.isAnswered(silent));
    assertEquals("the API server did not answer", Refusal.words(silent));
  }

  @Test
  void longWordsAreCutAndNoAddressIsTold() {
    Refusal refusal = Refusal.of(answer(403, "x".repeat(5000)));
    assertTrue(refusal.words().length() < 700, "cut");
    Refusal without = Refusal.of(new KubernetesClientException("at https://10.0.0.1", 403, null));
    assertEquals("the API server answered 403", without.words());
  }

  @Test
  void defectIsOneOnlyWhenTheWayToTheServerIsNotToBlame() {
    assertEquals(Source.Defect, Refusal.defect(new IllegalStateException("x")).source());
    assertEquals(Source.Defect, Refusal.defect(new StackOverflowError()).source());
    assertNull(Refusal.defect(new IllegalStateException(new IOException("gone"))));
    assertNull(Refusal.defect(answer(503, "made up")));
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        message, code, new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
