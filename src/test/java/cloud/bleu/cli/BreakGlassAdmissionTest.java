package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A break-glass in a cluster that does, or does not, check who writes one. */
@Tag("wiring")
class BreakGlassAdmissionTest {
  private static final String OURS = "/apis/placement.bleu.cloud/v1alpha1/";
  private static final String ADMISSION = "/apis/admissionregistration.k8s.io/v1/";
  private static final String NAME = "breakglass.placement.bleu.cloud";
  private static final String POLICY = ADMISSION + "validatingadmissionpolicies/" + NAME;
  private static final String BINDING = ADMISSION + "validatingadmissionpolicybindings/" + NAME;
  private static final String WORKLOAD = OURS + "namespaces/demo/bleuworkloads/web";
  private static final String PERSON = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

  private final Map<String, String> answers = new HashMap<>();
  private final Map<String, Integer> refused = new HashMap<>();
  private final List<String> written = Collections.synchronizedList(new ArrayList<>());
  @TempDir Path directory;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    answers.put(WORKLOAD, workload("{}"));
    answers.put(
        OURS + "availabilityzones",
        """
        {"apiVersion": "placement.bleu.cloud/v1alpha1", "kind": "AvailabilityZoneList",
         "metadata": {}, "items": [{"metadata": {"name": "lille"}}]}
        """);
    // The patch names its kind in words alone, so the client asks where it is served.
    answers.put(
        "/apis/placement.bleu.cloud/v1alpha1",
        """
        {"kind": "APIResourceList", "groupVersion": "placement.bleu.cloud/v1alpha1", "resources":
         [{"name": "bleuworkloads", "kind": "BleuWorkload", "namespaced": true}]}
        """);
    person("alice");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static String workload(String annotations) {
    return """
    {"apiVersion": "placement.bleu.cloud/v1alpha1", "kind": "BleuWorkload",
     "metadata": {"name": "web", "namespace": "demo", "uid": "u", "annotations": ANNOTATIONS},
     "spec": {}}
    """
        .replace("ANNOTATIONS", annotations);
  }

  private void person(String name) {
    answers.put(
        PERSON,
        """
        {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
         "status": {"userInfo": {"username": "NAME"}}}
        """
            .replace("NAME", name));
  }

  private void admissionSince(String instant) {
    answers.put(
        POLICY,
        """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
         "metadata": {"name": "NAME", "creationTimestamp": "SINCE"},
         "spec": {"failurePolicy": "Fail"}}
        """
            .replace("NAME", NAME)
            .replace("SINCE", instant));
    answers.put(
        BINDING,
        """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
         "metadata": {"name": "NAME", "creationTimestamp": "SINCE"},
         "spec": {"policyName": "NAME", "validationActions": ["Deny"]}}
        """
            .replace("NAME", NAME)
            .replace("SINCE", instant));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("PATCH")) {
      written.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }
    String answer = answers.get(path);
    int code = refused.getOrDefault(path, answer == null ? 404 : 200);
    byte[] body =
        (code == 200
                ? answer
                : """
                {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                 "message": "no CODE", "reason": "No", "code": CODE}
                """
                    .replace("CODE", String.valueOf(code)))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Typed typed(String options) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("config"),
            """
            current-context: a
            clusters: [{name: a, cluster: {server: "http://127.0.0.1:PORT"}}]
            users: [{name: a, user: {}}]
            contexts: [{name: a, context: {cluster: a, user: a, namespace: demo}}]
            """
                .replace("PORT", String.valueOf(server.getAddress().getPort())));
    List<String> line = new ArrayList<>(List.of("break-glass", "web"));
    line.addAll(List.of(options.split(" ")));
    line.addAll(List.of("--kubeconfig", file.toString()));
    return Typed.bleu(line.toArray(String[]::new));
  }

  private Typed opened() throws IOException {
    return typed("--zone lille --until 8h --reason flooded");
  }

  @Test
  void isNotOpenedWhereNobodyChecksWhoWroteIt() throws IOException {
    Typed typed = opened();

    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
    assertEquals("", typed.out());
    assertEquals(List.of(), written);
    assertTrue(
        typed
            .err()
            .startsWith(
                "not opened, as it would set nothing aside: nobody would check who wrote it; missing"
                    + " in this cluster, or not refusing: ValidatingAdmissionPolicy "
                    + NAME
                    + ", ValidatingAdmissionPolicyBinding "
                    + NAME
                    + "; have an administrator install or upgrade the chart with"
                    + " admission.enabled=true, then open it"),
        typed.err());
  }

  @Test
  void isOpenedWhereAdmissionChecks() throws IOException {
    admissionSince("2026-11-24T12:00:00Z");
    Typed typed = opened();

    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertEquals("", typed.err());
    assertTrue(typed.out().contains("break-glass opened by alice"), typed.out());
    assertEquals(1, written.size());
  }

  /** As the operator takes it: what begins before admission checked, anybody may have written. */
  @Test
  void isNotOpenedBeforeAdmissionChecks() throws IOException {
    admissionSince("2026-11-24T12:00:01Z");
    Typed typed = opened();

    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
    assertEquals(List.of(), written);
    assertTrue(
        typed
            .err()
            .contains(
                NAME
                    + " or its binding is of 2026-11-24T12:00:01Z, and the break-glass of"
                    + " 2026-11-24T12:00:00Z; open it anew from now on, and check the clock of this"
                    + " machine"),
        typed.err());
  }

  /** In an emergency a person may have no right but the one for that. */
  @Test
  void whoMayNotLookIsToldSo() throws IOException {
    refused.put(POLICY, 403);
    Typed typed = opened();

    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertEquals(1, written.size());
    assertEquals(
        "note: not seen: whether the admission policy "
            + NAME
            + " and its binding are there, without which a break-glass sets nothing aside: no 403;"
            + " `bleu waivers -n demo` says after the next pass whether it counts\n",
        typed.err());
  }

  @Test
  void isNotCountersignedWhereNobodyChecked() throws IOException {
    person("bob");
    answers.put(
        WORKLOAD,
        workload(
            """
            {"placement.bleu.cloud/break-glass": "by=alice; zone=lille; from=2026-11-24T11:00:00Z; \
            until=2026-11-24T20:00:00Z; reason=flooded"}"""));
    Typed typed = typed("--countersign --zone lille");

    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
    assertEquals(List.of(), written);
    assertTrue(typed.err().startsWith("not signed, as it would set nothing aside"), typed.err());
  }

  /** So answers the embedded API server of a sandbox. */
  @Test
  void serverThatKnowsNoUsersIsNamed() throws IOException {
    refused.put(PERSON, 422);
    Typed typed = opened();

    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
    assertEquals(
        "this API server cannot say who you are (it answered 422 to a SelfSubjectReview), so nobody"
            + " can sign here; the embedded one of `bleu sandbox` knows no users: start it with"
            + " --control-plane real\n",
        typed.err());
  }
}
