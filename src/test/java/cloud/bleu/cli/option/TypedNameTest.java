package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.cli.ManifestCluster;
import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An object of a namespace as somebody types it who copies it from a table. */
@Tag("wiring")
class TypedNameTest {

  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {namespace: %s, name: %s}
      spec: {replicas: 1, workload: {external: {}}}
      """;

  @Test
  void verbsThatWriteTakeTheNameThatTablesPrint(@TempDir Path directory) throws IOException {
    try (ManifestCluster cluster = ManifestCluster.start(directory)) {
      String kubeconfig = cluster.kubeconfig().toString();
      for (String line :
          List.of("archives/late", "late -n archives", "archives/late -n archives")) {
        assertEquals(
            "there is no SovereigntyWaiver late in the namespace archives; `bleu waivers` lists"
                + " them\n",
            said(kubeconfig, "waivers approve " + line));
        assertEquals(
            "there is no BleuWorkload late in the namespace archives; `kubectl get bw -n archives`"
                + " lists them\n",
            said(kubeconfig, "break-glass --countersign " + line));
      }
      for (String verb : List.of("waivers approve", "break-glass --end")) {
        assertEquals(
            "archives/late and -n sante name two namespaces; give one of them\n",
            said(kubeconfig, verb + " archives/late -n sante"));
        assertTrue(said(kubeconfig, verb + " late").contains(" late in the namespace default;"));
      }
    }
  }

  /** Who copies from a table has the object of that row, or is told what to type. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bw/only              | nothing is open for it
          bw/here              | nothing is open for it
          bw/both              | bw is a namespace and a kind, so bw/both may be that of the namespace bw or of the namespace default; give bw/bw/both or default/both
          bw/bw/both           | nothing is open for it
          default/both         | nothing is open for it
          bw/both -n default   | nothing is open for it
          bw/both -n bw        | nothing is open for it
          bw/only -n default   | there is no BleuWorkload only in the namespace default
          bw/none              | there is no BleuWorkload none in the namespace default
          bleuworkload/only    | there is no BleuWorkload only in the namespace default
          """)
  void aNamespaceMayBeCalledAsTheKindIs(String line, String message, @TempDir Path directory)
      throws IOException {
    try (ManifestCluster cluster = ManifestCluster.start(directory)) {
      for (String id : List.of("bw/only", "default/here", "bw/both", "default/both")) {
        cluster.create(WORKLOAD.formatted((Object[]) id.split("/")));
      }
      String said = said(cluster.kubeconfig().toString(), "break-glass --end " + line);
      assertTrue(said.startsWith(message), said);
    }
  }

  /** To write to one of two means to know of both; what is no namespace of theirs is the kind. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          default | bw is a namespace and a kind, so bw/both may be that of the namespace bw or of the namespace default; give bw/bw/both or default/both
          bw      | nothing is open for it
          """)
  void aNamespaceThatNobodyMaySeeIsNotTakenForEmpty(
      String unseen, String message, @TempDir Path directory) throws IOException {
    try (ManifestCluster cluster = ManifestCluster.start(directory);
        FaultProxy proxy =
            new FaultProxy(
                Config.fromKubeconfig(Files.readString(cluster.kubeconfig())), hiding(unseen));
        KubernetesClient client = proxy.client()) {
      for (String namespace : List.of("bw", "default")) {
        cluster.create(WORKLOAD.formatted(namespace, "both"));
      }
      Path kubeconfig =
          Files.writeString(
              directory.resolve("proxy"),
              """
              apiVersion: v1
              kind: Config
              clusters: [{name: c, cluster: {server: "%s"}}]
              users: [{name: u, user: {token: none}}]
              contexts: [{name: c, context: {cluster: c, user: u}}]
              current-context: c
              """
                  .formatted(client.getMasterUrl()));
      String said = said(kubeconfig.toString(), "break-glass --end bw/both");
      assertTrue(said.startsWith(message), said);
    }
  }

  private static Fault hiding(String namespace) {
    return new Fault() {
      @Override
      public Answer instead(Request request) {
        return request.path().contains("/namespaces/" + namespace + "/")
            ? Answer.status(403, "Forbidden")
            : null;
      }
    };
  }

  @Test
  void theKindMayStandBeforeIt() {
    for (String typed :
        List.of(
            "bw/web",
            "bleuworkload/web",
            "bleuworkloads/web",
            "BleuWorkload/web",
            "bleuworkloads.placement.bleu.cloud/web")) {
      assertEquals(new TypedName("shop", "web"), TypedName.of(typed, "shop", BleuWorkload.class));
    }
    assertEquals(
        new TypedName(null, "late", "waiver"),
        TypedName.of("waiver/late", null, SovereigntyWaiver.class));
    assertEquals(
        new TypedName(null, "late"),
        TypedName.of("sovereigntywaiver.placement.bleu.cloud/late", null, SovereigntyWaiver.class));
    assertEquals(
        new TypedName("bw", "late"), TypedName.of("bw/late", null, SovereigntyWaiver.class));
    assertEquals(
        new TypedName("shop", "web"), TypedName.of("bw/shop/web", null, BleuWorkload.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "shop/", "/web", "a/web/status", "bw/", "bw/shop/", "bw//web"})
  void whatIsNoNameIsSaidToBeNone(String typed) {
    for (String line : List.of("waivers approve", "break-glass --end")) {
      List<String> words = new ArrayList<>(List.of(line.split(" ")));
      words.add(typed.replace("bw/", line.startsWith("w") ? "waiver/" : "bw/"));
      Typed said = Typed.bleu(words.toArray(String[]::new));
      assertEquals(ExitCode.BAD_INPUT, said.code(), said.err());
      assertTrue(
          said.err().endsWith(" is no name; give NAMESPACE/NAME, or the name alone\n"), said.err());
    }
  }

  private static String said(String kubeconfig, String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of("--kubeconfig", kubeconfig));
    Typed typed = Typed.bleu(words.toArray(String[]::new));
    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.out());
    return typed.err();
  }
}
