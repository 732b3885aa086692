package cloud.bleu.apiserver;

import cloud.bleu.credential.Credentials;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A write that the API server understood and did not carry out. The same write will be refused
 * again until somebody changes what refuses it. An answer that leaves open whether the write
 * counts, such as a timeout, is no refusal; nor is one that asks to come again, such as 429.
 *
 * @param code of HTTP, 0 when the write failed before it was sent
 * @param source what refused it
 * @param by the name of that, as a sentence has it: {@code ResourceQuota small}
 * @param words of the API server, without what the name has said
 */
public record Refusal(int code, Source source, String by, String words) {

  private static final int LONGEST = 600;

  private static final int UNPROCESSABLE = 422;

  private static final Set<Integer> CODES =
      Set.of(
          HttpURLConnection.HTTP_BAD_REQUEST,
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_BAD_METHOD,
          HttpURLConnection.HTTP_ENTITY_TOO_LARGE,
          UNPROCESSABLE);

  private static final Pattern QUOTA =
      Pattern.compile("(?:exceeded quota|failed quota|status unknown for quota): ([^,:]+)");

  private static final Pattern POLICY =
      Pattern.compile(
          "ValidatingAdmissionPolicy '([^']+)' with binding '([^']+)' denied request:? ?");

  private static final Pattern WEBHOOK =
      Pattern.compile("admission webhook \"([^\"]+)\" denied the request:? ?");

  /** Admission comes before storage: nothing was written. The API server answers 500. */
  private static final Pattern NO_WEBHOOK = Pattern.compile("failed calling webhook \"([^\"]+)\"");

  /** Wrong for every server that knows the list. */
  private static final String DUPLICATE = "duplicate entries for key";

  /**
   * What is written does not fit the schema of this server: that is seen before anything is stored,
   * though the answer is 500 and has no reason.
   */
  private static final Pattern UNTYPED =
      Pattern.compile(
          "^failed to create typed patch object \\(.*"
              + "(?:field not declared in schema|"
              + DUPLICATE
              + ")",
          Pattern.DOTALL);

  /** What a write asks for with {@code fieldValidation=Strict}: nothing of it was stored. */
  private static final Pattern STRICT =
      Pattern.compile(
          "^(\\w+) in version .* strict decoding error: (?:.*?, )??unknown field \"([^\"]+)\"",
          Pattern.DOTALL);

  private static final Pattern RIGHTS =
      Pattern.compile("cannot (?:create|update|patch|delete|get|list) resource");

  private static final String ENDING = "because it is being terminated";

  /** What refuses writes, and what to do about it. */
  public enum Source {
    Quota("raise it, or delete what it counts"),
    Policy("let it pass what the operator writes"),
    Webhook("let it pass what the operator writes"),
    WebhookUnreachable("bring it back, or delete its configuration"),
    EndingNamespace("wait until it is gone, or find out what keeps it"),
    Rights("give the operator the rights of the chart"),
    Namespace("add it to rbac.namespaces of the chart"),
    Size("make it smaller"),
    Schema("correct what it names, or install the CRDs of this release"),
    /** A field that this server does not have: it, or its CRDs, are older than who writes. */
    Undeclared("upgrade that server or its CRDs, or leave the field out"),
    /** A field that the kinds of this server do not have: nothing is stored. */
    Dropped(
        "apply the kinds of this release, with `kubectl apply --server-side -f crds --force-conflicts` or with"
            + " `crds.enabled=true` of the chart"),
    /** Stored, or it would be, and otherwise than it was sent. */
    Altered("let it leave as it is what the operator writes"),
    Room("correct what refuses those"),
    Conflict("find out who else writes it, or answers so"),
    Defect("report it with the lines of the log"),
    Server("do what it says");

    private final String advice;

    Source(String advice) {
      this.advice = advice;
    }
  }

  /** What an answer to a write says, null when it is no refusal. */
  public static @Nullable Refusal of(KubernetesClientException e) {
    String words = words(e);
    Matcher policy = POLICY.matcher(words);
    if (policy.find()) {
      String name = "ValidatingAdmissionPolicy " + policy.group(1);
      return new Refusal(
          e.getCode(),
          Source.Policy,
          name + " (binding " + policy.group(2) + ")",
          words.substring(policy.end()));
    }
    Matcher webhook = WEBHOOK.matcher(words);
    if (webhook.find()) {
      return new Refusal(
          e.getCode(),
          Source.Webhook,
          "admission webhook " + webhook.group(1),
          words.substring(webhook.end()));
    }
    Matcher down = NO_WEBHOOK.matcher(words);
    if (down.find()) {
      return new Refusal(
          e.getCode(), Source.WebhookUnreachable, "admission webhook " + down.group(1), words);
    }
    Matcher untyped = UNTYPED.matcher(words);
    if (e.getCode() == HttpURLConnection.HTTP_INTERNAL_ERROR && untyped.find()) {
      return new Refusal(
          e.getCode(),
          words.contains(DUPLICATE) ? Source.Schema : Source.Undeclared,
          "the API server",
          words);
    }
    if (!CODES.contains(e.getCode())) {
      return null;
    }
    Matcher strict = STRICT.matcher(words);
    if (strict.find()) {
      return dropped(e.getCode(), strict.group(1), strict.group(2));
    }
    Matcher quota = QUOTA.matcher(words);
    if (quota.find()) {
      return new Refusal(
          e.getCode(),
          Source.Quota,
          "ResourceQuota " + quota.group(1),
          words.substring(quota.start()));
    }
    if (words.contains(ENDING)) {
      return new Refusal(
          e.getCode(), Source.EndingNamespace, "a namespace that is being deleted", words);
    }
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_FORBIDDEN ->
          RIGHTS.matcher(words).find()
              ? new Refusal(e.getCode(), Source.Rights, "RBAC", words)
              : new Refusal(e.getCode(), Source.Server, "the API server", words);
      case HttpURLConnection.HTTP_ENTITY_TOO_LARGE ->
          new Refusal(e.getCode(), Source.Size, "the API server", words);
      default -> new Refusal(e.getCode(), Source.Schema, "the API server", words);
    };
  }

  /** A write in a namespace in which the operator may change nothing: it is not sent. */
  public static Refusal notServed(String namespace) {
    return new Refusal(
        0,
        Source.Namespace,
        "the list of namespaces of this operator",
        "namespace " + namespace + " is not in it");
  }

  /**
   * A write that the server took, and of which something else is stored than was sent. It refuses
   * itself what its kinds do not have: so somebody between took it away or put another value there.
   *
   * @param field the first that is not as it was sent
   */
  public static Refusal altered(String kind, String field) {
    return new Refusal(
        0,
        Source.Altered,
        "an admission webhook or policy",
        field + " of a " + kind + " is not what was sent");
  }

  private static Refusal dropped(int code, String kind, String field) {
    return new Refusal(
        code,
        Source.Dropped,
        "the API server",
        "it does not keep " + field + " of a " + kind + ": its kinds are older than this operator");
  }

  /** A write that found another version, or nothing, each time it was tried. */
  public static Refusal conflict(KubernetesClientException e) {
    return new Refusal(e.getCode(), Source.Conflict, "the API server", words(e));
  }

  /**
   * A write whose time ran out while the server answers otherwise: it waits for something that the
   * server asks about this namespace only. Null when it failed in another way, also where no
   * connection stood in time.
   */
  public static @Nullable Refusal unanswered(KubernetesClientException e) {
    // What the server waits for cannot be told from here.
    return ConnectionFault.of(e) == ConnectionFault.NoAnswer
        ? new Refusal(
            0,
            Source.WebhookUnreachable,
            "what the API server waits for, most often a webhook,",
            words(e))
        : null;
  }

  /**
   * A write that failed for a reason of our own, which is the same for nobody else; null when it
   * was a matter of the way to the API server, or of this process that ends.
   */
  public static @Nullable Refusal defect(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          || cause instanceof KubernetesClientException
          || cause instanceof InterruptedException
          || cause instanceof TimeoutException
          || cause instanceof CancellationException
          || cause instanceof RejectedExecutionException) {
        return null;
      }
    }
    return Thread.currentThread().isInterrupted()
        ? null
        : new Refusal(0, Source.Defect, "a defect of Bleu", cut(e.toString()));
  }

  /** A stable sentence without a full stop: who refuses it, in whose words, and what to do. */
  public String sentence() {
    return who() + ": " + words + "; " + source.advice + ", it is tried again by itself";
  }

  /** Who refuses it, without why: the same as long as nobody else does. */
  public String who() {
    return switch (source) {
      case WebhookUnreachable -> by + " does not answer";
      case Altered -> by + " changes it";
      default -> by + " refuses it";
    };
  }

  /** Whether there was an answer, whatever it said. Without one the client says 0, or -1. */
  public static boolean isAnswered(KubernetesClientException e) {
    return e.getCode() > 0;
  }

  /** The server's own words, without the address that it was asked at. */
  public static String words(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return cut(e.getStatus().getMessage());
    }
    return isAnswered(e)
        ? "the API server answered " + e.getCode()
        : "the API server did not answer";
  }

  /** It quotes values of the object as they are. */
  private static String cut(String words) {
    return Credentials.hidden(words, LONGEST, "...");
  }
}
