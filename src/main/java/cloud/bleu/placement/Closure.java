package cloud.bleu.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a workload stands on besides the zones it runs in, as its template and its spec say. The
 * rules hold for all of it.
 *
 * @param images of every container and volume of the template
 * @param endpoints of well-known services that the template names
 * @param dependencies what it relies on and does not run; null: it does not say
 * @param claims what its data is written to
 * @param backup where it is copied to; null: it does not say
 */
public record Closure(
    List<Image> images,
    List<Endpoint> endpoints,
    @Nullable List<Dependency> dependencies,
    List<Claim> claims,
    @Nullable Backup backup) {

  /** Nothing is known: of what is realised elsewhere. */
  public static final Closure NONE = new Closure(List.of(), List.of(), null, List.of(), null);

  public Closure {
    images = List.copyOf(images);
    endpoints = List.copyOf(endpoints);
    dependencies = dependencies == null ? null : List.copyOf(dependencies);
    claims = List.copyOf(claims);
  }

  /**
   * Something that data is written to.
   *
   * @param user what names it, for people: {@code claim template data}
   * @param storageClass null where the template names none
   */
  public record Claim(String user, @Nullable String storageClass) {}

  /**
   * Where backups go.
   *
   * @param toZones names of zones, all of them
   * @param minDistanceMetres the least distance of each from where the workload runs; 0: any
   */
  public record Backup(List<String> toZones, long minDistanceMetres) {
    public Backup {
      toZones = List.copyOf(toZones);
    }
  }

  /**
   * One image.
   *
   * @param user what runs it, for people: {@code container web}
   * @param reference as the template writes it
   */
  public record Image(String user, String reference) {}

  /**
   * A host of a well-known service.
   *
   * @param user what names it, for people: {@code variable SMTP_HOST of container web}
   */
  public record Endpoint(String user, String host) {}

  /**
   * An offering that the workload relies on.
   *
   * @param services of the offering
   * @param identity whether people or programs sign in through it
   */
  public record Dependency(
      String name, String provider, String offering, List<String> services, boolean identity) {
    public Dependency {
      services = List.copyOf(services);
    }
  }
}
