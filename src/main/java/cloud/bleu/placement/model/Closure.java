package cloud.bleu.placement.model;

import cloud.bleu.placement.message.Message;
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
 * @param egress what it calls; null: it does not say
 * @param exposedBy what brings requests in from outside, in order: {@code Service web of type
 *     LoadBalancer}
 * @param hostNetwork whether its pods are on the network of the node, which no NetworkPolicy binds
 * @param secrets what of Secrets it may take along to where it runs
 * @param content what {@code images} and {@code claims} are known from
 */
public record Closure(
    List<Image> images,
    List<Endpoint> endpoints,
    @Nullable List<Dependency> dependencies,
    List<Claim> claims,
    @Nullable Backup backup,
    @Nullable List<Destination> egress,
    List<Message> exposedBy,
    boolean hostNetwork,
    Secrets secrets,
    Content content) {

  /** Nothing but a template that names nothing. */
  public static final Closure NONE =
      new Closure(
          List.of(),
          List.of(),
          null,
          List.of(),
          null,
          null,
          List.of(),
          false,
          Secrets.NONE,
          Content.Template);

  public Closure {
    images = List.copyOf(images);
    endpoints = List.copyOf(endpoints);
    dependencies = dependencies == null ? null : List.copyOf(dependencies);
    claims = List.copyOf(claims);
    egress = egress == null ? null : List.copyOf(egress);
    exposedBy = List.copyOf(exposedBy);
  }

  /**
   * What is known of the images that run and of the storage that is written to. Only of a template
   * an empty list says that there is none.
   */
  public enum Content {
    /** All of it, from the template. */
    Template,
    /** Nothing beforehand; admission looks at each pod and claim as others create it. */
    AdmittedPods,
    /** Nothing: others create the pods, and no admission looks at them. */
    OthersPods,
    /** Nothing: it is realised by another controller, as what it is. */
    External
  }

  /**
   * Secrets of its namespace.
   *
   * @param companions names of those that go along to other clusters
   * @param mentioned whether its template mentions any, so that Karmada may take it along
   */
  public record Secrets(List<String> companions, boolean mentioned) {

    /** None at all. */
    public static final Secrets NONE = new Secrets(List.of(), false);

    public Secrets {
      companions = List.copyOf(companions);
    }
  }

  /** How a destination is named. */
  public enum Way {
    /** The pods behind a Service, {@code namespace/name}. */
    Service,
    /** Pods of a namespace by their labels. */
    Pods,
    /** A range of addresses. */
    Cidr,
    /** A host, {@code *.domain} or {@code *}. */
    Host
  }

  /**
   * Something that the workload calls.
   *
   * @param name what the workload calls it
   * @param target in the form of its way
   */
  public record Destination(String name, Way way, String target) {}

  /**
   * Something that data is written to.
   *
   * @param user the part of the template that names it: {@code claim template data}
   * @param storageClass null where the template names none
   * @param elsewhere whether it is no claim but storage of another kind, such as nfs, of which no
   *     zone describes anything
   */
  public record Claim(Message user, @Nullable String storageClass, boolean elsewhere) {

    /** A claim, or a path of the node. */
    public Claim(Message user, @Nullable String storageClass) {
      this(user, storageClass, false);
    }
  }

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
   * @param user the part of the template that runs it: {@code container web}
   * @param reference as the template writes it
   */
  public record Image(Message user, String reference) {}

  /**
   * A host of a well-known service.
   *
   * @param user the part of the template that names it: {@code variable SMTP_HOST of container web}
   */
  public record Endpoint(Message user, String host) {}

  /**
   * An offering that the workload relies on.
   *
   * @param services of the offering
   * @param identity whether people or programs sign in through it
   * @param ingress whether requests from outside come in through it
   */
  public record Dependency(
      String name,
      String provider,
      String offering,
      List<String> services,
      boolean identity,
      boolean ingress) {
    public Dependency {
      services = List.copyOf(services);
    }
  }
}
