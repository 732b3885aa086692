package cloud.bleu.placement.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References to images as containerd and CRI-O read them. */
class ImageReferenceTest {

  private static final String SHA = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nginx, docker.io, library/nginx, ''",
    "nginx:1.29, docker.io, library/nginx, 1.29",
    "bitnami/nginx, docker.io, bitnami/nginx, ''", // no dot, no colon: not a registry
    "docker.io/nginx, docker.io, library/nginx, ''",
    "index.docker.io/nginx, docker.io, library/nginx, ''",
    "docker.io/a/b, docker.io, a/b, ''",
    "localhost/app:1, localhost, app, 1",
    "localhost:5000/app, localhost:5000, app, ''",
    "registry:5000/app:1, registry:5000, app, 1", // the port makes it a registry
    "registry/app:1, docker.io, registry/app, 1",
    "ghcr.io/org/app:v1, ghcr.io, org/app, v1",
    "Registry.Example/app, registry.example, app, ''",
    "Registry/app, registry, app, ''", // a capital letter makes it a host too
    "registry.example:5000/a/b/c:1-2_3.4, registry.example:5000, a/b/c, 1-2_3.4",
    "'[::1]:5000/app', '[::1]:5000', app, ''",
    "a__b/c-d.e_f---g, docker.io, a__b/c-d.e_f---g, ''",
  })
  void reads(String text, String registry, String repository, String tag) {
    for (String digest : new String[] {null, SHA}) {
      ImageReference read = ImageReference.parse(digest == null ? text : text + "@" + digest);
      assertEquals(
          new ImageReference(registry, repository, tag.isEmpty() ? null : tag, digest), read);
    }
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "/app",
        "registry.example/",
        "registry.example//app",
        "registry.example/App", // repositories are lower case
        "App:1",
        "app:",
        "app@sha256:12",
        "app@",
        "https://registry.example/app",
        "registry.example:port/app",
        "registry..example/app",
        "-registry.example/app",
        "a b",
        "a\nb",
        "app:tag:tag",
        "a/-b",
        "a___b"
      })
  void refuses(String text) {
    assertNull(ImageReference.parse(text));
  }

  @Test
  void refusesWhatIsTooLongAtOnce() {
    assertNull(ImageReference.parse("a".repeat(1_000_000)));
    assertNull(ImageReference.parse("a-".repeat(500)));
    assertEquals("docker.io", ImageReference.parse("a-".repeat(500) + "a").registry());
  }

  @ParameterizedTest(name = "{0} from {1}: {2}")
  @CsvSource({
    "registry.example/a/b, registry.example, true",
    "registry.example/a/b, REGISTRY.example, true",
    "registry.example/a/b, registry.example/a, true",
    "registry.example/a/b, registry.example/a/b, true",
    "registry.example/ab/c, registry.example/a, false", // whole parts, not letters
    "registry.example/a, registry.example/a/b, false",
    "registry.example:5000/a, registry.example, false", // another port is another registry
    "evil.registry.example/a, registry.example, false",
    "registry.example.evil/a, registry.example, false",
    "nginx, docker.io, true",
    "nginx, index.docker.io, true",
    "nginx, docker.io/library, true",
    "bitnami/nginx, docker.io/library, false",
    "registry.example/a, '', false",
  })
  void comesFrom(String text, String registry, boolean from) {
    assertEquals(from, ImageReference.parse(text).isFrom(registry));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "registry.example, true",
    "registry.example:5000, true",
    "registry.example/a/b, true",
    "localhost, true",
    "https://registry.example, false",
    "registry.example/, false",
    "registry.example/A, false",
    "*.example, false",
    "'', false",
  })
  void registries(String text, boolean registry) {
    assertEquals(registry, ImageReference.isRegistry(text));
  }
}
