package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where images come from. */
class RegistryAllowedTest {

  private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest(name = "{0}, allow [{1}], zone [{2}]: {3}")
  @CsvSource({
    "registry.example/a:1, registry.example, '', Pass",
    "registry.example/a:1, '', registry.example, Pass",
    "registry.example/a:1, registry.example, registry.example, Pass",
    "registry.example/a:1, registry.example/a, registry.example, Pass",
    "registry.example/a:1, '', '', Unknown RegistriesUnknown",
    "nginx, registry.example, '', Reject RegistryNotAllowed",
    "nginx, docker.io, registry.example, Reject RegistryNotOfZone",
    "nginx, docker.io, docker.io, Pass",
    "nginx, registry.example, docker.io, Reject RegistryNotAllowed",
    "registry.example:5000/a, registry.example, '', Reject RegistryNotAllowed",
    "'', registry.example, '', Unknown ImageUnreadable",
    "UPPER, registry.example, '', Unknown ImageUnreadable",
    "UPPER, '', '', Unknown ImageUnreadable",
  })
  void table(String image, String allow, String ofZone, String answer) {
    Case c = new Case();
    c.images = List.of(new Closure.Image(TemplatePart.container("main"), image));
    c.registries = names(ofZone);
    assertEquals(answer, c.ask(new RegistryAllowed(), "allow", names(allow)));
  }

  @Test
  void everyForeignImageIsNamedWithWhatRunsIt() {
    Case c = new Case();
    c.images =
        List.of(
            new Closure.Image(TemplatePart.container("web"), "nginx:1.29"),
            new Closure.Image(TemplatePart.initContainer("wait"), "busybox"),
            new Closure.Image(TemplatePart.container("app"), "registry.example/app:1"),
            new Closure.Image(TemplatePart.volume("model"), "quay.io/model:2"));
    assertEquals(
        "image busybox of init container wait from docker.io, image nginx:1.29 of container web from"
            + " docker.io, image quay.io/model:2 of volume model from quay.io are not of"
            + " registry.example; take it from there once it has been checked",
        c.verdict(new RegistryAllowed(), "allow", List.of("registry.example")).message());
  }

  @Test
  void aForeignImageOutweighsOneThatCannotBeRead() {
    Case c = new Case();
    c.images =
        List.of(
            new Closure.Image(TemplatePart.container("a"), ""),
            new Closure.Image(TemplatePart.container("b"), "nginx"));
    assertEquals("Reject RegistryNotOfZone", c.ask(new RegistryAllowed()));
  }

  @Test
  void byDigestWhereAsked() {
    Case c = new Case();
    assertEquals("Reject ImageWithoutDigest", c.ask(new RegistryAllowed(), "digest", true));
    c.images =
        List.of(new Closure.Image(TemplatePart.container("a"), "registry.example/a:1" + DIGEST));
    assertEquals("Pass", c.ask(new RegistryAllowed(), "digest", true));
  }

  @Test
  void nothingToPull() {
    Case c = new Case();
    c.images = List.of();
    assertEquals("NotApplicable", c.ask(new RegistryAllowed()));
  }

  @Test
  void theOriginIsWhatItRestsOn() {
    Case c = new Case();
    assertEquals(Origin.Declared, c.verdict(new RegistryAllowed()).origin());
    c.registries = List.of();
    assertEquals(
        Origin.Enforced,
        c.verdict(new RegistryAllowed(), "allow", List.of("registry.example")).origin());
  }

  @Test
  void aUrlIsNoRegistry() {
    assertEquals(
        List.of("https://r.example is not a registry; write host, host:port or host/path"),
        new RegistryAllowed()
            .contradictions(Case.parameters("allow", List.of("r.example", "https://r.example"))));
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Template, NotApplicable",
    "AdmittedPods, NotEvaluated",
    "OthersPods, Unknown ImagesUnseen",
    "External, Unknown ImagesUnseen",
  })
  void ofWhatNoTemplateDescribesItIsNotSaidThatThereIsNone(Closure.Content content, String answer) {
    Case c = new Case();
    c.images = List.of();
    c.content = content;
    assertEquals(answer, c.ask(new RegistryAllowed()));
  }
}
