package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A release as Helm keeps it in a cluster. */
@Tag("wiring")
class AssessReleaseTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String MANIFEST =
      """
      ---
      # Source: web/templates/web.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec: {template: {spec: {containers: [{name: c, image: 'a.azurecr.io/web:1'}]}}}
      ---
      # Source: web/templates/role.yaml
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: web}
      """;

  private static final String HOOK =
      "{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {template: {spec: {containers: [{name: c, image: 'a.azurecr.io/migrate:1'}]}}}}";

  @TempDir private Path folder;
  private ListedCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new ListedCluster(folder);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** As Helm writes it, with what no answer may have: values, and the files of the chart. */
  private static String release(int revision, String manifest) {
    ObjectNode release = JSON.createObjectNode().put("name", "web");
    release.putObject("info").put("status", "deployed").putObject("nested").put("name", "x");
    ObjectNode chart = release.putObject("chart");
    chart.putObject("metadata").put("name", "web").put("version", "1.2.3").put("appVersion", "9");
    chart.putNull("lock");
    chart.putArray("templates").addObject().put("name", "t").put("data", "eyJuYW1lIjoxfQ==");
    release.putObject("config").put("password", "hunter2").put("manifest", "no: manifest");
    release.put("manifest", manifest);
    release
        .putArray("hooks")
        .addObject()
        .put("path", "web/templates/hook.yaml")
        .put("manifest", HOOK);
    release.put("version", revision).put("namespace", "shop").put("apply_method", "ssa");
    return release.toString();
  }

  private static byte[] zipped(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static String coded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String stored(String kind, String name, String status, String type, String data) {
    return """
        ---
        {apiVersion: v1, kind: %s, metadata: {name: %s, namespace: shop, labels: {owner: helm, name: web, status: %s}}, %sdata: {release: '%s'}}
        """
        .formatted(kind, name, status, type, data);
  }

  /** In a Secret: what Helm wrote, once more in base64. */
  private static String secret(int revision, String status, String payload) {
    return stored(
        "Secret",
        "sh.helm.release.v1.web.v" + revision,
        status,
        "type: helm.sh/release.v1, ",
        coded(payload.getBytes(StandardCharsets.UTF_8)));
  }

  private Typed assessed() {
    return cluster.bleu("assess --release web -n shop -o json");
  }

  @Test
  void whatWasRenderedIsAssessed() throws IOException {
    cluster.holding(
        secret(2, "superseded", coded(zipped(release(2, "nothing: here"))))
            + secret(9, "deployed", "not read: 10 is newer")
            + secret(10, "deployed", coded(zipped(release(10, MANIFEST))))
            + secret(11, "pending-upgrade", coded(zipped(release(11, "nothing: here")))));
    Typed typed = assessed();
    assertEquals("", typed.err());
    JsonNode tree = JSON.readTree(typed.out());
    assertEquals(
        JSON.readTree(
            """
            {"release": "web", "namespace": "shop", "revision": "10", "chart": "web", "chartVersion": "1.2.3", "appVersion": "9"}
            """),
        tree.path("assessment").path("input"));
    String files =
        Typed.withInput(
                MANIFEST.replace("{name: web}\nspec", "{name: web, namespace: shop}\nspec")
                    + "---\n"
                    + HOOK.replace("name: migrate", "name: migrate, namespace: shop"),
                "assess",
                "-f",
                "-",
                "-o",
                "json")
            .out();
    assertEquals(
        AssessClusterTest.unplaced(JSON.readTree(files), "findings"),
        AssessClusterTest.unplaced(tree, "findings"));
    String table = cluster.bleu("assess --release web").out();
    assertTrue(
        table.contains("Helm release shop/web, revision 10, chart web 1.2.3 (app 9).\n"), table);
    assertTrue(table.contains("Change RegistryOutside helm get manifest web:6\n"), table);
    for (String format : "wide yaml sarif junit markdown html".split(" ")) {
      String out = cluster.bleu("assess --release web -o " + format).out();
      assertTrue(out.contains("a.azurecr.io/web"), format);
      assertFalse(out.contains("hunter2"), format);
    }
    assertTrue(
        cluster.requests().stream()
            .filter(r -> r.contains("/secrets"))
            .allMatch(
                r ->
                    r.startsWith("/api/v1/namespaces/shop/secrets")
                        && r.contains("name=web")
                        && r.contains("owner=helm")
                        && r.contains("status=deployed")),
        cluster.requests().toString());
  }

  static Stream<Arguments> releases() {
    String whole = coded(zipped(release(1, MANIFEST)));
    byte[] zipped = zipped(release(1, MANIFEST));
    byte[] damaged = zipped.clone();
    damaged[damaged.length - 6] ^= 1;
    return Stream.of(
        arguments(secret(1, "deployed", whole), ""),
        arguments(
            secret(1, "deployed", coded(release(1, MANIFEST).getBytes(StandardCharsets.UTF_8))),
            ""),
        arguments(stored("ConfigMap", "sh.helm.release.v1.web.v1", "deployed", "", whole), ""),
        arguments(secret(1, "deployed", "%%%"), "cannot be read: it is not base64"),
        arguments(
            secret(1, "deployed", ""),
            "cannot be read: it has no name, or nothing that was rendered"),
        arguments(
            secret(1, "deployed", coded(Arrays.copyOf(zipped, zipped.length - 40))),
            "cannot be read: it ends too early"),
        arguments(secret(1, "deployed", coded(damaged)), "cannot be read: its gzip is damaged"),
        arguments(
            secret(1, "deployed", coded(zipped("[1]"))),
            "cannot be read: it has no name, or nothing that was rendered"),
        arguments(
            secret(1, "deployed", coded(zipped("{\"name\": \"web\"}"))),
            "cannot be read: it has no name, or nothing that was rendered"),
        arguments(
            secret(1, "deployed", coded(zipped("{\"name\": \"web\", \"manifest\": \"a"))),
            "cannot be read: it is not the JSON of a release"),
        arguments(
            secret(
                1,
                "deployed",
                coded(zipped("{\"name\": \"web\", \"x\": \"" + "a".repeat(33 << 20)))),
            "cannot be read: unzipped it has more than 32 MiB"),
        arguments(
            stored(
                "Secret",
                "sh.helm.release.v2.web.v1",
                "deployed",
                "type: helm.sh/release.v2, ",
                coded(whole.getBytes(StandardCharsets.UTF_8))),
            "as helm.sh/release.v2, and only helm.sh/release.v1 is known"),
        arguments(
            secret(1, "failed", whole),
            "no revision of a Helm release web is deployed in namespace shop; see `helm list -a -n shop --kubeconfig "),
        arguments(
            stored("Secret", "other", "deployed", "", "aGk="),
            "no revision of a Helm release web is deployed"));
  }

  /** What Helm keeps may be of any age and in any state. */
  @ParameterizedTest
  @MethodSource("releases")
  void eachReleaseIsReadOrRefused(String objects, String refusal) {
    cluster.holding(objects);
    Typed typed = assessed();
    if (refusal.isEmpty()) {
      assertEquals("", typed.err());
      assertTrue(typed.out().contains("Deployment shop/web"), typed.out());
      return;
    }
    assertEquals(1, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains(refusal), typed.err());
    assertEquals(1, typed.err().lines().count(), typed.err());
    assertFalse(typed.err().contains("hunter2"));
  }

  @Test
  void whoMayNotReadSecretsIsToldWhatElseThereIs() {
    cluster.refusing("secrets", 403);
    Typed refused = cluster.bleu("assess --release web -n shop --context it");
    assertEquals(1, refused.code());
    assertTrue(
        refused
            .err()
            .startsWith(
                "this user may not list secrets in namespace shop, where Helm keeps its releases;"),
        refused.err());
    String there = " --kubeconfig " + cluster.kubeconfig() + "`";
    assertTrue(
        refused.err().contains("`helm get manifest web -n shop --kube-context it" + there),
        refused.err());
    assertTrue(
        refused.err().contains("`kubectl auth can-i list secrets -n shop --context it" + there),
        refused.err());
    cluster.holding(
        stored(
            "ConfigMap",
            "sh.helm.release.v1.web.v3",
            "deployed",
            "",
            coded(zipped(release(3, MANIFEST)))));
    assertEquals("", assessed().err());
  }
}
