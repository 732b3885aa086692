package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** What the operator asks a zone over the network, again and again, to see whether it serves. */
@ValidationRule(
    value = "has(self.tcp) != has(self.http)",
    message = "a probe asks by tcp or by http: state one of the two")
@ValidationRule(
    value = "duration(self.period) >= duration('5s') && duration(self.period) <= duration('5m')",
    message = "period is 5s to 5m",
    fieldPath = ".period")
@ValidationRule(
    value =
        "duration(self.timeout) >= duration('100ms') && duration(self.timeout) <= duration('10s')"
            + " && duration(self.timeout) <= duration(self.period)",
    message = "timeout is 100ms to 10s, and not longer than period",
    fieldPath = ".timeout")
public record ZoneProbe(
    @JsonPropertyDescription("By which the status, events and metrics name it.")
        @Required
        @Pattern(Format.LABEL)
        @Size(min = 1, max = 63)
        String name,
    @JsonPropertyDescription("A connection that is to be accepted. Nothing is sent on it.") Tcp tcp,
    @JsonPropertyDescription(
            "A GET that is to be answered with a status of the stated range. No redirect is followed, and no"
                + " more than the status is read.")
        Http http,
    @JsonPropertyDescription("From one question to the next, 5s to 5m.")
        @Default("10s")
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String period,
    @JsonPropertyDescription(
            "Within which the whole answer is there, 100ms to 10s, and not longer than period.")
        @Default("2s")
        @Pattern(Format.DURATION)
        @Size(max = 32)
        String timeout,
    @JsonPropertyDescription(
            "So many questions in a row without an answer that was asked for, and the probe fails.")
        @Default("3")
        @Min(1)
        @Max(10)
        Integer failureThreshold,
    @JsonPropertyDescription("So many answers in a row, and a probe that failed is answered again.")
        @Default("1")
        @Min(1)
        @Max(10)
        Integer successThreshold)
    implements ObjectPart {

  public ZoneProbe {
    period = UnmodifiableCopies.or(period, "10s");
    timeout = UnmodifiableCopies.or(timeout, "2s");
    failureThreshold = UnmodifiableCopies.or(failureThreshold, 3);
    successThreshold = UnmodifiableCopies.or(successThreshold, 1);
  }

  /** A port that accepts connections. */
  @ValidationRule(
      value =
          "self.host.contains(':') || !self.host.matches('(^|[.])[0-9]+$') || self.host.matches('^"
              + Format.IPV4
              + "$')",
      message =
          "host is no name and no address: what ends in a number is four numbers up to 255 without"
              + " leading zeros",
      fieldPath = ".host")
  @ValidationRule(
      value = "!self.host.contains(':') || isIP(self.host)",
      message =
          "host has a colon and is no address of IPv6: write one like 2001:db8::7, and one of IPv4"
              + " as four numbers",
      fieldPath = ".host")
  public record Tcp(
      @JsonPropertyDescription(
              "A name or an address. It has to be in a network that whoever runs the operator"
                  + " allows.")
          @Required
          @Pattern(Format.NAME_OR_ADDRESS)
          @Size(min = 1, max = 253)
          String host,
      @JsonPropertyDescription("The port that is connected to.") @Required @Min(1) @Max(65535)
          Integer port)
      implements ObjectPart {}

  /** A server that answers a GET. */
  @ValidationRule(
      value =
          "!self.url.matches('^https?://([^/:]*[.])?[0-9]+(:|/|$)') || self.url.matches('^https?://"
              + Format.IPV4
              + "(:|/|$)')",
      message =
          "the host of url is no name and no address: what ends in a number is four numbers up to"
              + " 255 without leading zeros",
      fieldPath = ".url")
  @ValidationRule(
      value = "!self.url.matches('^https?://[[]') || isIP(self.url.split('[')[1].split(']')[0])",
      message =
          "the host of url is no address of IPv6: in brackets write one like 2001:db8::7, and one"
              + " of IPv4 as four numbers without brackets",
      fieldPath = ".url")
  @ValidationRule(
      value = "self.statusFrom <= self.statusTo",
      message = "statusFrom is not above statusTo",
      fieldPath = ".statusFrom")
  public record Http(
      @JsonPropertyDescription(
              "http or https, without user, query or fragment. Its host has to be in a network that"
                  + " whoever runs the operator allows. With https its certificate is checked.")
          @Required
          @Pattern(Format.PROBE_URL)
          @Size(min = 1, max = 512)
          String url,
      @JsonPropertyDescription("The lowest status that is an answer.")
          @Default("200")
          @Min(100)
          @Max(599)
          Integer statusFrom,
      @JsonPropertyDescription("The highest status that is an answer.")
          @Default("299")
          @Min(100)
          @Max(599)
          Integer statusTo)
      implements ObjectPart {

    public Http {
      statusFrom = UnmodifiableCopies.or(statusFrom, 200);
      statusTo = UnmodifiableCopies.or(statusTo, 299);
    }
  }
}
