package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.ExitCode;
import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cluster a kubeconfig leads to, and what a verb says of one that leads nowhere. */
class KubeconfigTest {

  @TempDir private Path directory;

  private Path written(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Path leadingTo(String name, int port) throws IOException {
    return written(
        name,
        """
        apiVersion: v1
        kind: Config
        current-context: NAME
        clusters: [{name: NAME, cluster: {server: "https://127.0.0.1:PORT"}}]
        users: [{name: NAME, user: {token: t}}]
        contexts: [{name: NAME, context: {cluster: NAME, user: NAME}}]
        """
            .replace("NAME", name)
            .replace("PORT", String.valueOf(port)));
  }

  /** Otherwise what is written for one cluster is written into the current one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "check",
        "release",
        "run --port 0",
        "waivers approve late -n archives",
        "break-glass sante/web --zone a --until 8h --reason flood",
        "init",
        "facts confirm AvailabilityZone/a location --basis Press --source x",
      })
  void noVerbTakesAnotherContextThanTheOneThatIsNamed(String verb) throws IOException {
    Path file = leadingTo("prod", 1);
    List<String> line = new ArrayList<>(List.of(verb.split(" ")));
    line.addAll(List.of("--kubeconfig", file.toString(), "--context", "test"));

    Typed typed = Typed.bleu(line.toArray(String[]::new));

    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.err());
    assertEquals(
        "no context test in " + file + "; see `kubectl config get-contexts`\n", typed.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                | is empty",
        "'bad: ['                          | is not a kubeconfig: line 1: expected the node content",
        "'just text'                       | is not a kubeconfig",
        "'contexts: [null]'                | is not a kubeconfig",
        "'contexts: [{name: a}]'           | has no current-context; give --context NAME",
        "'current-context: a'              | no context a",
        "'{\"current-context\": \"a\", \"contexts\": [{\"name\": \"a\", \"context\": {\"cluster\":"
            + " \"b\"}}]}' | context a names the cluster b, which is not in it",
        "'{\"current-context\": \"a\", \"contexts\": [{\"name\": \"a\", \"context\": {\"cluster\":"
            + " \"b\"}}], \"clusters\": [{\"name\": \"b\"}]}' | the cluster b, which has no server",
        "'{\"current-context\": \"a\", \"contexts\": [{\"name\": \"a\", \"context\": {\"cluster\":"
            + " \"b\"}}], \"clusters\": [{\"name\": \"b\", \"cluster\": {}}]}'"
            + " | the cluster b, which has no server",
        // Of two of one name in a file the client takes the last.
        "'{\"current-context\": \"a\", \"contexts\": [{\"name\": \"a\", \"context\": {\"cluster\":"
            + " \"b\"}}], \"clusters\": [{\"name\": \"b\", \"cluster\": {\"server\": \"https://127.0.0.1:1\"}},"
            + " {\"name\": \"b\", \"cluster\": {}}]}' | the cluster b, which has no server",
        "'{\"current-context\": \"a\", \"contexts\": [{\"name\": \"a\", \"context\": {\"cluster\":"
            + " \"b\", \"user\": \"c\"}}], \"clusters\": [{\"name\": \"b\", \"cluster\": {\"server\":"
            + " \"https://127.0.0.1:1\"}}], \"users\": [{\"name\": \"c\"}]}' | context a names the user c, which is not"
            + " in it",
        "'{\"current-context\": \"a\", \"contexts\": [{\"name\": \"a\", \"context\": {\"cluster\":"
            + " \"b\", \"user\": \"c\"}}], \"clusters\": [{\"name\": \"b\", \"cluster\": {\"server\":"
            + " \"https://127.0.0.1:1\"}}], \"users\": [{\"name\": \"c\", \"user\": {\"exec\": {}}}]}'"
            + " | the credential plugin of user c has no command",
      })
  void whatLeadsNowhereIsSaidWithTheFile(String content, String part) throws IOException {
    Path file = written("config", content);
    for (String verb : List.of("plan", "check")) {
      Typed typed = Typed.bleu(verb, "--kubeconfig", file.toString());

      assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.err());
      assertTrue(typed.err().contains(part), typed.err());
      assertTrue(typed.err().contains(file.toString()), typed.err());
      assertEquals(1, typed.err().lines().count(), typed.err());
    }
  }

  @Test
  void aCredentialPluginThatGivesNothingIsNamed() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("exec"),
            Files.readString(leadingTo("prod", 1))
                .replace(
                    "{token: t}",
                    "{exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin}}"));
    Path plugin = written("plugin", "#!/bin/sh\nexit 1\n");
    assertTrue(plugin.toFile().setExecutable(true));
    String nothing =
        "the credential plugin ./plugin of user prod gave no credential of"
            + " client.authentication.k8s.io/v1; run it by hand to see why, or log in again\n";

    assertEquals(nothing, Typed.bleu("plan", "--kubeconfig", file.toString()).err());
    assertEquals(nothing, Typed.bleu("check", "--kubeconfig", file.toString()).err());

    Files.writeString(
        plugin,
        """
        #!/bin/sh
        echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",'
        echo '"status": {"token": "given"}}'
        """);
    Config config = Kubeconfig.of(file).orElseThrow().config(null);
    assertEquals("given", config.getAutoOAuthToken());
  }

  /** As kubectl does: the files count together, the first one first, and absent ones do not. */
  @Test
  void theFilesOfTheVariableCountTogether() throws IOException {
    Path prod = leadingTo("prod", 1);
    Path test = leadingTo("test", 2);
    List<Path> files = List.of(directory.resolve("absent"), prod, test);

    assertEquals("https://127.0.0.1:1/", with(files, () -> server(null)));
    assertEquals("https://127.0.0.1:2/", with(files, () -> server("test")));
    for (String verb : List.of("plan", "check")) {
      assertEquals(
          "no context dev in " + prod + ", " + test + "; see `kubectl config get-contexts`\n",
          said(files, verb, "--context", "dev"));
    }
  }

  /** As where somebody touched it, or where a mount left it so. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void emptyFilesDoNotCount(String content) throws IOException {
    Path prod = leadingTo("prod", 1);
    Path empty = written("empty", content);

    assertEquals("https://127.0.0.1:1/", with(List.of(empty, prod), () -> server(null)));
    assertEquals("https://127.0.0.1:1/", with(List.of(prod, empty), () -> server("prod")));
    String said = said(List.of(empty), "check");
    assertTrue(
        said.startsWith("there is no kubeconfig: KUBECONFIG names " + empty + ", which is empty;"),
        said);
  }

  /** Otherwise what is meant for the named context is written to another cluster. */
  @Test
  void aContextThatIsNamedCountsMoreThanVariables() throws IOException {
    Path file = leadingTo("test", 2);
    Map<String, String> variables =
        Map.of(
            Config.KUBERNETES_MASTER_SYSTEM_PROPERTY,
            "https://127.0.0.1:9",
            Config.KUBERNETES_NAMESPACE_SYSTEM_PROPERTY,
            "elsewhere",
            Config.KUBERNETES_OAUTH_TOKEN_SYSTEM_PROPERTY,
            "another",
            Config.KUBERNETES_HTTPS_PROXY,
            "http://127.0.0.1:8");
    for (Path stated : Arrays.asList(null, file)) {
      for (String context : Arrays.asList(null, "test")) {
        Config config =
            with(
                List.of(file),
                () ->
                    SetProperties.during(
                        variables, () -> Kubeconfig.of(stated).orElseThrow().config(context)));

        assertEquals("https://127.0.0.1:2/", config.getMasterUrl());
        assertEquals("default", ClusterConnection.quick(config, null).namespace());
        assertEquals("t", config.getAutoOAuthToken());
        assertEquals("http://127.0.0.1:8", config.getHttpsProxy(), "that is no part of a context");
        assertEquals("test", config.getCurrentContext().getName());
        assertEquals("t", SetProperties.during(variables, () -> token(config.refresh())));
      }
    }
  }

  private static @Nullable String token(Config config) {
    return config.getOauthToken() != null ? config.getOauthToken() : config.getAutoOAuthToken();
  }

  /** As the client asks for it after a while, and after a 401. */
  @Test
  void aCredentialIsReadAnewFromTheSameContextAndFromNowhereElse() throws IOException {
    Path file = leadingTo("test", 2);
    Config config = Kubeconfig.of(file).orElseThrow().config(null);
    Files.writeString(file, Files.readString(file).replace("token: t", "token: next"));
    assertEquals("next", token(config.refresh()));

    leadingTo("other", 3);
    Files.copy(directory.resolve("other"), file, StandardCopyOption.REPLACE_EXISTING);
    assertSame(config, config.refresh(), "the context is gone, and another one is current");
    Files.delete(file);
    assertSame(config, config.refresh());
  }

  /** A token of a variable is for the server of the variable. */
  @ParameterizedTest
  @ValueSource(strings = {"", ", user: NAME"})
  void aContextWithoutATokenHasNone(String user) throws IOException {
    Path file =
        written(
            "test",
            """
            current-context: NAME
            clusters: [{name: NAME, cluster: {server: "https://127.0.0.1:2"}}]
            users: [{name: NAME, user: {client-certificate-data: YQ==, client-key-data: YQ==}}]
            contexts: [{name: NAME, context: {cluster: NAME USER}}]
            """
                .replace(" USER", user)
                .replace("NAME", "test"));
    Map<String, String> variables =
        Map.of(
            Config.KUBERNETES_OAUTH_TOKEN_SYSTEM_PROPERTY,
            "another",
            Config.KUBERNETES_CLIENT_CERTIFICATE_DATA_SYSTEM_PROPERTY,
            "Yg==");
    Config config =
        SetProperties.during(variables, () -> Kubeconfig.of(file).orElseThrow().config(null));
    assertNull(token(config));
    assertEquals(user.isEmpty() ? null : "YQ==", config.getClientCertData());
    assertNull(token(SetProperties.during(variables, config::refresh)));
  }

  /** The client looks at no files then, and takes the service account of the pod. */
  @Test
  void filesThatAreNotToBeTriedAreNotLookedAt() throws IOException {
    Path prod = leadingTo("prod", 1);
    String property = Config.KUBERNETES_AUTH_TRYKUBECONFIG_SYSTEM_PROPERTY;
    for (String line : List.of("check", "check --context prod", "plan")) {
      String said =
          SetProperties.during(
              Map.of(property, "false"), () -> said(List.of(prod), line.split(" ")));
      assertTrue(said.contains(" kubeconfig: " + property + " is false; "), said);
    }
  }

  @Test
  void aFileInAnotherEncodingIsSaidToBe() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("wide"),
            "\ufeff" + Files.readString(leadingTo("prod", 1)),
            StandardCharsets.UTF_16LE);
    assertEquals(
        file + ": is not in UTF-8; save it in that encoding\n",
        Typed.bleu("check", "--kubeconfig", file.toString()).err());
  }

  /** Else another cluster would be asked, such as the one of the pod that this runs in. */
  @Test
  void whatIsNoFileIsNotTakenForAbsent() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    Path below = leadingTo("prod", 1).resolve("config");
    Map<Path, String> words =
        Map.of(
            pipe,
            "can be read only once, as a pipe can, and a kubeconfig is read again when a"
                + " credential ends; write it to a file, and give that",
            directory,
            "is a directory; give a file in it",
            below,
            "cannot be read; check the path and its permissions");
    for (Map.Entry<Path, String> one : words.entrySet()) {
      String line = one.getKey() + ": " + one.getValue() + "\n";
      assertEquals(line, said(List.of(one.getKey()), "check"));
      assertEquals(line, Typed.bleu("check", "--kubeconfig", one.getKey().toString()).err());
    }
  }

  @Test
  void nothingMayBeNamed() {
    Path nothing = Path.of("/dev/null");
    String said = said(List.of(nothing), "check");
    assertTrue(said.contains("KUBECONFIG names /dev/null, which is not there"), said);
    assertEquals(
        "/dev/null: is empty; give a kubeconfig\n",
        Typed.bleu("check", "--kubeconfig", "/dev/null").err());
  }

  private static String server(@Nullable String context) {
    return Kubeconfig.of(null).orElseThrow().config(context).getMasterUrl();
  }

  @Test
  void absentFilesAreSaidToBeAbsent() {
    Path absent = directory.resolve("absent");

    String why = "a kubeconfig: KUBECONFIG names " + absent + ", which is not there; give ";
    assertEquals(
        "neither manifests nor "
            + why
            + "manifests with -f DIR, or a cluster with --kubeconfig FILE\n",
        said(List.of(absent), "plan"));
    assertEquals(
        "there is no " + why.substring("a ".length()) + "--kubeconfig FILE\n",
        said(List.of(absent), "check"));
  }

  /** What a verb says where the variable names these files. */
  private static String said(List<Path> files, String... line) {
    Typed typed = with(files, () -> Typed.bleu(line));
    assertEquals(ExitCode.BAD_INPUT, typed.code(), typed.err());
    return typed.err();
  }

  /** What comes of it where the variable names these files. The property stands for it. */
  private static <T> T with(List<Path> files, Supplier<T> step) {
    return SetProperties.during(
        Map.of(
            Config.KUBERNETES_KUBECONFIG_FILE,
            files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
            // This may be a pod itself.
            Config.KUBERNETES_AUTH_TRYSERVICEACCOUNT_SYSTEM_PROPERTY,
            "false"),
        step);
  }
}
