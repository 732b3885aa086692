package cloud.bleu.placement.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reference to an image, read as container runtimes read it (github.com/distribution/reference):
 * a first part without dot, colon or capital letter is no registry but a part of the name, and the
 * registry is then docker.io.
 *
 * @param registry host and port, in lower case
 * @param repository path below it
 * @param tag null when there is none
 * @param digest with its algorithm, null when there is none
 */
public record ImageReference(
    String registry, String repository, @Nullable String tag, @Nullable String digest) {

  private static final String DOCKER_HUB = "docker.io";
  private static final int LONGEST = 1024;

  private static final String HOST =
      "(?:[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[-A-Za-z0-9]*[A-Za-z0-9])?)*"
          + "|\\[[A-Fa-f0-9:]+])(?::[0-9]{1,5})?";
  private static final String PATH = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern REGISTRY = Pattern.compile(HOST + "(?:/" + PATH + ")*");
  private static final Pattern DOMAIN = Pattern.compile(HOST);
  private static final Pattern REPOSITORY = Pattern.compile(PATH + "(?:/" + PATH + ")*");
  private static final Pattern REST =
      Pattern.compile(
          "([^:@]+)(?::(\\w[-.\\w]{0,127}))?(?:@([A-Za-z][-A-Za-z0-9+._]*:[0-9A-Fa-f]{32,}))?");

  /** The parts of a reference, null when no container runtime would accept it. */
  public static @Nullable ImageReference parse(String text) {
    if (text.length() > LONGEST) {
      return null;
    }
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash);
    boolean host =
        first.equals("localhost")
            || first.contains(".")
            || first.contains(":")
            || !first.equals(first.toLowerCase(Locale.ROOT));
    Matcher rest = REST.matcher(host ? text.substring(slash + 1) : text);
    if (!rest.matches() || (host && !DOMAIN.matcher(first).matches())) {
      return null;
    }
    String registry = host ? canonical(first) : DOCKER_HUB;
    String repository = rest.group(1);
    if (registry.equals(DOCKER_HUB) && !repository.contains("/")) {
      repository = "library/" + repository;
    }
    return REPOSITORY.matcher(repository).matches()
        ? new ImageReference(registry, repository, rest.group(2), rest.group(3))
        : null;
  }

  /** Whether a text names a registry, or a part of one: {@code host[:port][/path]}. */
  public static boolean isRegistry(String text) {
    return text.length() <= LONGEST && REGISTRY.matcher(text).matches();
  }

  /** Whether the image comes from that registry or part of one. */
  public boolean isFrom(String registryOrPart) {
    int slash = registryOrPart.indexOf('/');
    String host = slash < 0 ? registryOrPart : registryOrPart.substring(0, slash);
    String path = slash < 0 ? "" : registryOrPart.substring(slash + 1);
    return canonical(host).equals(registry)
        && (path.isEmpty() || (repository + "/").startsWith(path + "/"));
  }

  /**
   * What the names of all images of a registry or part of one begin with, {@code
   * docker.io/library/} for {@code docker.io/library}.
   */
  public static String prefix(String registryOrPart) {
    int slash = registryOrPart.indexOf('/');
    return slash < 0
        ? canonical(registryOrPart) + "/"
        : canonical(registryOrPart.substring(0, slash)) + registryOrPart.substring(slash) + "/";
  }

  private static String canonical(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals("index.docker.io") ? DOCKER_HUB : lower;
  }
}
