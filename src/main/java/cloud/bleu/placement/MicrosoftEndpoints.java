package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hosts under which the services of Microsoft and those of Bleu are reached. Who names one of them
 * relies on it. Sources: learn.microsoft.com, Office 365 URLs and IP address ranges, and AKS
 * outbound network rules; for Bleu the cloud AzureBleuCloud of the Azure SDKs.
 */
public final class MicrosoftEndpoints {

  /** Domains, and the first part of the names of the services behind them. */
  private static final Map<String, String> DOMAINS =
      Map.ofEntries(
          Map.entry("b2clogin.com", "entra"),
          Map.entry("ciamlogin.com", "entra"),
          Map.entry("login.live.com", "entra"),
          Map.entry("login.microsoft.com", "entra"),
          Map.entry("login.windows.net", "entra"),
          Map.entry("microsoftonline.com", "entra"),
          Map.entry("sovcloud-identity.fr", "entra"),
          Map.entry("sts.windows.net", "entra"),
          Map.entry("cloud.microsoft", "m365"),
          Map.entry("graph.microsoft.com", "m365"),
          Map.entry("office.com", "m365"),
          Map.entry("office.net", "m365"),
          Map.entry("office365.com", "m365"),
          Map.entry("onmicrosoft.com", "m365"),
          Map.entry("outlook.com", "m365"),
          Map.entry("dynamics.com", "dynamics365"),
          Map.entry("outlook.live.com", "m365"),
          Map.entry("powerbi.com", "m365"),
          Map.entry("sharepoint.com", "m365"),
          Map.entry("sharepointonline.com", "m365"),
          Map.entry("sovcloud.fr", "m365"),
          Map.entry("teams.microsoft.com", "m365"),
          Map.entry("azure-api.net", "azure"),
          Map.entry("azure.com", "azure"),
          Map.entry("azure.net", "azure"),
          Map.entry("azurecr.io", "azure"),
          Map.entry("azureedge.net", "azure"),
          Map.entry("azurefd.net", "azure"),
          Map.entry("azurewebsites.fr", "azure"),
          Map.entry("azurewebsites.net", "azure"),
          Map.entry("mcr.microsoft.com", "azure"),
          Map.entry("packages.microsoft.com", "azure"),
          Map.entry("sovcloud-api.fr", "azure"),
          Map.entry("trafficmanager.net", "azure"),
          Map.entry("visualstudio.com", "azure"),
          Map.entry("windows.net", "azure"));

  private static final String IDENTITY = "entra";

  /** Those of Bleu; the others are Microsoft's own, for everybody. */
  private static final Set<String> OF_BLEU =
      Set.of("azurewebsites.fr", "sovcloud-api.fr", "sovcloud-identity.fr", "sovcloud.fr");

  private static final String MICROSOFT = "microsoft";

  /** Whole labels with at least one dot; what surrounds them does not matter. */
  private static final Pattern HOST =
      Pattern.compile("(?<![-a-z0-9.])[a-z0-9][-a-z0-9]{0,62}+(?:\\.[a-z0-9][-a-z0-9]{0,62}+)+");

  private static final int LONGEST = 65_536;

  private MicrosoftEndpoints() {}

  /** The known hosts in a text such as the value of a variable, each once, in order. */
  public static List<String> in(String text) {
    TreeSet<String> hosts = new TreeSet<>();
    String searched = text.substring(0, Math.min(text.length(), LONGEST)).toLowerCase(Locale.ROOT);
    Matcher matcher = HOST.matcher(searched);
    while (matcher.find()) {
      if (service(matcher.group()) != null) {
        hosts.add(matcher.group());
      }
    }
    return List.copyOf(hosts);
  }

  /**
   * The known hosts that an entry of egress stands for, in order.
   *
   * @param host one host, or {@code *.domain} for all below it
   */
  public static List<String> below(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (!name.startsWith("*.")) {
      return service(name) == null ? List.of() : List.of(name);
    }
    String domain = name.substring(2);
    return service(domain) != null
        ? List.of(domain)
        : DOMAINS.keySet().stream().filter(d -> d.endsWith("." + domain)).sorted().toList();
  }

  /**
   * The first part of the names of the services behind a host, {@code azure}, {@code entra} or
   * {@code m365}; null when the host is none of theirs.
   */
  public static @Nullable String service(String host) {
    String domain = domain(host);
    return domain == null ? null : DOMAINS.get(domain);
  }

  private static @Nullable String domain(String host) {
    String domain = host.toLowerCase(Locale.ROOT);
    while (!DOMAINS.containsKey(domain)) {
      int dot = domain.indexOf('.');
      if (dot < 0) {
        return null;
      }
      domain = domain.substring(dot + 1);
    }
    return domain;
  }

  /**
   * Whether a host is of Microsoft's public cloud, where no service of another provider is, one
   * that sells the same software included.
   */
  public static boolean isPublic(String host) {
    String domain = domain(host);
    return domain != null && !OF_BLEU.contains(domain);
  }

  /**
   * Whether a provider is Microsoft itself, by the first word of the name of its legal entity;
   * where that is not stated, by its own name.
   */
  public static boolean isMicrosoft(@Nullable Provider provider) {
    if (provider == null) {
      return false;
    }
    Provider.LegalEntity entity = provider.legalEntity();
    String name = entity == null ? provider.name() : entity.name();
    return (name + " ").toLowerCase(Locale.ROOT).startsWith(MICROSOFT + " ");
  }

  /**
   * The dependencies that a host is of by what they say they use: a service of that family, or,
   * where people sign in, {@code identity: true}.
   */
  private static List<Closure.Dependency> using(
      String family, List<Closure.Dependency> dependencies) {
    return dependencies.stream()
        .filter(
            d ->
                (family.equals(IDENTITY) && d.identity())
                    || d.services().stream().anyMatch(s -> s.startsWith(family + ".")))
        .toList();
  }

  /**
   * The hosts that no dependency accounts for, with what names them, in order. For a host of
   * Microsoft's public cloud only a dependency on Microsoft itself does.
   *
   * @param microsoft whether the provider of that name is Microsoft itself
   */
  public static List<String> undeclared(
      List<Closure.Endpoint> endpoints,
      List<Closure.Dependency> dependencies,
      Predicate<String> microsoft) {
    List<String> undeclared = new ArrayList<>();
    for (Closure.Endpoint endpoint : endpoints) {
      String family = service(endpoint.host());
      if (family == null) {
        continue;
      }
      boolean isPublic = isPublic(endpoint.host());
      List<Closure.Dependency> using = using(family, dependencies);
      if (using.stream().anyMatch(d -> !isPublic || microsoft.test(d.provider()))) {
        continue;
      }
      String others =
          using.stream()
              .map(d -> "dependency " + d.name() + " is of " + d.provider())
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      undeclared.add(
          "%s (%s, asks %s%s%s)"
              .formatted(
                  endpoint.host(),
                  endpoint.user(),
                  IDENTITY.equals(family) ? "identity: true" : "a service " + family + ".*",
                  isPublic ? " of Microsoft itself, whose public cloud it is" : "",
                  others.isEmpty() ? "" : ", and " + others));
    }
    return undeclared.stream().distinct().sorted().toList();
  }
}
