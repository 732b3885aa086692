package cloud.bleu.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of providers, in the shape of sigs.k8s.io/cluster-inventory-api. */
class AccessProvidersTest {

  private static final String EXEC =
      "\"apiVersion\":\"client.authentication.k8s.io/v1\",\"command\":\"/plugins/site\"";

  @Test
  void providersAreReadInTheirOrder() {
    AccessProviders read =
        AccessProviders.parse(
            "f",
            """
            {"providers": [
              {"name": "site",
               "execConfig": {"apiVersion": "client.authentication.k8s.io/v1beta1",
                 "command": "/plugins/site", "args": ["--for", "bleu"],
                 "env": [{"name": "SITE", "value": "nord"}, {"name": "EMPTY"}],
                 "provideClusterInfo": true, "interactiveMode": "Never", "installHint": "ask"},
               "profileSourcedCLIArgsPolicy": "Ignore"},
              {"name": "bare",
               "execConfig": {"apiVersion": "client.authentication.k8s.io/v1", "args": null,
                 "command": "/plugins/bare", "env": null}}]}
            """);
    assertEquals(
        List.of(
            new AccessProvider(
                "site",
                "client.authentication.k8s.io/v1beta1",
                "/plugins/site",
                List.of("--for", "bleu"),
                Map.of("SITE", "nord", "EMPTY", ""),
                true),
            new AccessProvider(
                "bare",
                "client.authentication.k8s.io/v1",
                "/plugins/bare",
                List.of(),
                Map.of(),
                false)),
        read.all());
    assertFalse(read.toString().contains("nord"), "its environment may be secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "no json s3cret | near line 1",
        "{} | names no providers",
        "{\"providers\": []} | names no providers",
        "{\"providers\": [{\"name\":\"a\",\"shell\":\"s3cret\"}]} | is no file of providers",
        "{\"providers\": [{\"execConfig\":{EXEC}}]} | f: providers[0] has no name",
        "{\"providers\": [{\"name\":\"a\"}]} | has no execConfig",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{\"apiVersion\":\"v1\"}}]} | has no command",
        "{\"providers\": [null]} | f: providers[0] is empty",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{EXEC}},{\"name\":\"a\",\"execConfig\":{EXEC}}]} | f: providers[1] has the name a for the second time",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{EXEC},\"profileSourcedCLIArgsPolicy\":\"Append\"}]} | only what this file says",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{EXEC},\"profileSourcedEnvVarsPolicy\":\"Replace\"}]} | only what this file says",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"command\":\"site\"}}]} | no absolute path",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{\"apiVersion\":\"v1alpha1\",\"command\":\"/a\"}}]} | is none of client.authentication.k8s.io/v1 and",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{EXEC,\"interactiveMode\":\"Always\"}}]} | nobody sits there",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{EXEC,\"env\":[{\"value\":\"s3cret\"}]}}]} | f: providers[0].execConfig.env[0] has no name",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{EXEC,\"env\":[{\"name\":\"A=B\",\"value\":\"s3cret\"}]}}]} | f: providers[0].execConfig.env[0] has a name with = in it",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{EXEC,\"env\":[{\"name\":\"A\",\"value\":\"s3cret\\u0000\"}]}}]} | f: providers[0].execConfig.env[0] has the character 0",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{EXEC,\"args\":[\"a\",null]}}]} | f: providers[0].execConfig.args[1] is null",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{EXEC,\"args\":[\"s3cret\\u0000\"]}}]} | f: providers[0].execConfig.args[0] has the character 0",
        "{\"providers\": [{\"name\":\"a\",\"execConfig\":{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"command\":\"/a\\u0000\"}}]} | f: providers[0].execConfig.command has the character 0",
      })
  void fileThatCannotBeUsedIsRefusedInWords(String text, String words) {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> AccessProviders.parse("f", text.replace("EXEC", EXEC)))
            .getMessage();
    assertTrue(said.contains(words), said);
    assertFalse(said.contains("s3cret"), said);
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    String text =
        """
        {"providers": [{"name": "a"}, null,
          {"execConfig": {"apiVersion": "v1", "command": "site", "args": [null],
            "env": [{"name": "A=B"}, null]}}]}
        """;
    String said =
        assertThrows(IllegalArgumentException.class, () -> AccessProviders.parse("f", text))
            .getMessage();
    for (String words :
        List.of(
            "f: providers[0] has no execConfig",
            "f: providers[1] is empty",
            "f: providers[2] has no name",
            "f: providers[2].execConfig.command is no absolute path",
            "f: providers[2].execConfig.apiVersion is none of",
            "f: providers[2].execConfig.args[0] is null",
            "f: providers[2].execConfig.env[0] has a name with = in it",
            "f: providers[2].execConfig.env[1] has no name")) {
      assertTrue(said.contains(words), said);
    }
  }

  @Test
  void fileThatIsNotThereIsRefusedInWords() {
    String said =
        assertThrows(
                IllegalArgumentException.class, () -> AccessProviders.read(Path.of("no-such-file")))
            .getMessage();
    assertTrue(said.startsWith("no-such-file cannot be read (NoSuchFileException)"), said);
  }
}
