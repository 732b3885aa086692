package cloud.bleu.translate.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read back the same by a reader of YAML 1.1, and as kubectl reads it. */
class PortableYamlTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-08-20",
        "2026-8-2",
        "2026-08-20T12:00:00Z",
        "2026-08-20 12:00:00",
        "NO",
        "no",
        "on",
        "y",
        "012",
        "0o17",
        "1_000",
        "1e3",
        "0x1F",
        "1:30",
        "12:30:45",
        "190:20:30.15",
        ".inf",
        "~",
        "",
        "null",
        "<<",
        "=",
        "true",
        "- a",
        "a: b",
        "a # b",
        "plain text",
        "sha256:00112233"
      })
  void textStaysText(String text) throws Exception {
    String yaml = PortableYaml.write(Map.of("value", text));
    Map<?, ?> strict = new org.yaml.snakeyaml.Yaml().load(yaml);
    assertEquals(text, assertInstanceOf(String.class, strict.get("value"), yaml), yaml);
    assertEquals(
        text,
        Yaml.json(Yaml.compose(yaml, false).getSingleNode().orElseThrow()).get("value").textValue(),
        yaml);
    Map<?, ?> key = new org.yaml.snakeyaml.Yaml().load(PortableYaml.write(Map.of(text, "v")));
    assertEquals("v", key.get(text));
  }

  @Test
  void whatIsNoTextIsWrittenPlain() {
    Map<String, Object> tree = new TreeMap<>();
    tree.put("a", 3);
    tree.put("b", true);
    tree.put("c", 1.5);
    tree.put("d", null);
    tree.put("e", "FR");
    assertEquals("a: 3\nb: true\nc: 1.5\nd: null\ne: FR\n", PortableYaml.write(tree));
  }
}
