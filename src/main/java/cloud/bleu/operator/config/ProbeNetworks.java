package cloud.bleu.operator.config;

import cloud.bleu.placement.model.Cidr;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The networks in which the operator may ask what zones say in {@code spec.health.probes}. Zones
 * may be written by other people than those who run the operator: without this list they could use
 * its network.
 *
 * @param listed ranges of addresses; empty: no probe is asked
 */
public record ProbeNetworks(List<Cidr> listed) {

  /** No probe is asked. */
  public static final ProbeNetworks NONE = new ProbeNetworks(List.of());

  private static final List<Cidr> NEVER =
      cidrs(
          // The machine itself, its own network, metadata of clouds, and what is no single address.
          "0.0.0.0/8",
          "100.100.100.200/32",
          "127.0.0.0/8",
          "168.63.129.16/32",
          "169.254.0.0/16",
          "192.0.0.192/32",
          "224.0.0.0/3",
          "::/127",
          "fe80::/10",
          "fd00:ec2::/32",
          "fd20:ce::254/128",
          "ff00::/8",
          // Ways to IPv4 where the address within is not in one place: Teredo, a translator of
          // one's
          // own (RFC 8215).
          "2001::/32",
          "64:ff9b:1::/48");

  /** An address of IPv4 within one of IPv6: its first byte, and the range that has it there. */
  private record Embedding(Cidr range, int at) {}

  private static final List<Embedding> EMBEDDINGS =
      List.of(
          new Embedding(cidr("::/96"), 12),
          new Embedding(cidr("::ffff:0:0/96"), 12),
          new Embedding(cidr("::ffff:0:0:0/96"), 12),
          new Embedding(cidr("64:ff9b::/96"), 12),
          new Embedding(cidr("2002::/16"), 2));

  public ProbeNetworks {
    listed = List.copyOf(listed);
  }

  /**
   * The networks that are typed as options.
   *
   * @throws IllegalArgumentException when one is no range of addresses; the message says what to do
   */
  public static ProbeNetworks of(Collection<String> typed) {
    List<Cidr> networks = new ArrayList<>();
    for (String text : typed) {
      Cidr network = Cidr.parse(text.strip());
      if (network == null) {
        throw new IllegalArgumentException(
            text
                + " is no range of addresses: write it like 198.51.100.0/24 or 2001:db8::/32, with"
                + " zeros behind the prefix, and one address like 198.51.100.7/32");
      }
      networks.add(network);
    }
    return new ProbeNetworks(networks);
  }

  /** Whether no probe is asked at all. */
  public boolean isEmpty() {
    return listed.isEmpty();
  }

  /**
   * Whether an address may be asked. Those of the machine itself, of links, of metadata services
   * and of groups, and those of the API server, only where they are listed one by one.
   *
   * @param apiServer addresses of it
   */
  public boolean allows(InetAddress address, Set<InetAddress> apiServer) {
    Cidr one = single(address.getAddress());
    if (lists(address)) {
      return true;
    }
    InetAddress within = within(address);
    return !isBarred(address, apiServer)
        && (within == null || !isBarred(within, apiServer))
        && listed.stream().anyMatch(network -> network.contains(one));
  }

  /** Whether an address is listed by itself, as /32 or /128. */
  public boolean lists(InetAddress address) {
    return listed.contains(single(address.getAddress()));
  }

  private static boolean isBarred(InetAddress address, Set<InetAddress> apiServer) {
    Cidr one = single(address.getAddress());
    return apiServer.contains(address) || NEVER.stream().anyMatch(network -> network.contains(one));
  }

  /** The address of IPv4 that one of IPv6 leads to; null: it leads to none. */
  private static @Nullable InetAddress within(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address) {
      return null;
    }
    Cidr one = single(bytes);
    for (Embedding embedding : EMBEDDINGS) {
      if (embedding.range().contains(one)) {
        return v4(bytes, embedding.at());
      }
    }
    return isatap(bytes) ? v4(bytes, bytes.length - Integer.BYTES) : null;
  }

  /** RFC 5214: the last half of the address says so, whatever network it is in. */
  private static boolean isatap(byte[] address) {
    return (address[8] & ~2) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }

  private static InetAddress v4(byte[] address, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address, at, at + Integer.BYTES));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cidr single(byte[] address) {
    int bits = address.length * Byte.SIZE;
    return new Cidr(bits, new BigInteger(1, address), bits);
  }

  private static List<Cidr> cidrs(String... texts) {
    return Arrays.stream(texts).map(ProbeNetworks::cidr).toList();
  }

  private static Cidr cidr(String text) {
    Cidr cidr = Cidr.parse(text);
    if (cidr == null) {
      throw new IllegalStateException(text);
    }
    return cidr;
  }
}
