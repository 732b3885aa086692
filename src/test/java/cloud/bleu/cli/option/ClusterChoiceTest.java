package cloud.bleu.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.cli.terminal.BadInputException;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cluster is meant where no kubeconfig is. */
class ClusterChoiceTest {
  private static final String DEFAULT = Config.DEFAULT_MASTER_URL + "/";

  @TempDir private Path directory;

  private Config choice(@Nullable String context, Map<String, String> said) {
    Map<String, String> properties = new HashMap<>(said);
    properties.put(Config.KUBERNETES_KUBECONFIG_FILE, directory.resolve("absent").toString());
    // This may be a pod itself.
    properties.putIfAbsent(Config.KUBERNETES_AUTH_TRYSERVICEACCOUNT_SYSTEM_PROPERTY, "false");
    return SetProperties.during(properties, () -> new ClusterChoice(context, null).config());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, https://10.0.0.1:443/",
    "kubernetes.default.svc, https://kubernetes.default.svc:443/",
    "kubernetes.default.svc.cluster.local, https://kubernetes.default.svc.cluster.local:443/",
  })
  void aPodIsToldItsCluster(String host, String url) {
    Map<String, String> pod =
        Map.of(
            Config.KUBERNETES_SERVICE_HOST_PROPERTY,
            host,
            Config.KUBERNETES_SERVICE_PORT_PROPERTY,
            "443");
    assertEquals(url, choice(null, pod).getMasterUrl());
    assertThrows(BadInputException.class, () -> choice("prod", pod));
  }

  @ParameterizedTest
  @CsvSource({
    "https://kubernetes.default.svc, https://kubernetes.default.svc/",
    "https://kubernetes.default.svc.cluster.local, https://kubernetes.default.svc.cluster.local/",
    "https://api.example, https://api.example/",
  })
  void theVariableSaysWhereItIs(String stated, String url) {
    assertEquals(
        url, choice(null, Map.of(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY, stated)).getMasterUrl());
  }

  /** As where {@code enableServiceLinks} has no part in it, and the token is mounted. */
  @Test
  void aMountedTokenIsOfTheClusterOfThePod() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "mounted");
    Config config =
        choice(
            null,
            Map.of(
                Config.KUBERNETES_AUTH_TRYSERVICEACCOUNT_SYSTEM_PROPERTY,
                "true",
                Config.KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN_FILE_SYSTEM_PROPERTY,
                token.toString()));
    assertEquals(DEFAULT, config.getMasterUrl());
    assertEquals("mounted", config.getAutoOAuthToken());
  }

  @Test
  void whereNothingSaysItThatIsRefused() {
    BadInputException refused = assertThrows(BadInputException.class, () -> choice(null, Map.of()));
    assertEquals(
        "there is no kubeconfig: KUBECONFIG names "
            + directory.resolve("absent")
            + ", which is not there; give --kubeconfig FILE",
        refused.getMessage());
  }
}
