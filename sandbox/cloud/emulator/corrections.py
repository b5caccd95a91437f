"""Where moto 5.2.5 answers other than AWS does to a request of the program. Each correction says what AWS does."""

import json
from fnmatch import fnmatchcase

from moto.core.responses import ActionResult
from moto.ec2.models.nat_gateways import NatGatewayBackend
from moto.elasticache.exceptions import CacheSubnetGroupNotFound
from moto.elasticache.responses import ElastiCacheResponse
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import LOGGING_SERVICE_PRINCIPAL, FakeBucket, FakeDeleteMarker


def _as_list(value):
    return value if isinstance(value, list) else [value]


def _admits_log_delivery(target_bucket, target_prefix):
    """
    Whether a bucket's policy lets S3 deliver access logs below a prefix.

    A principal may be a plain string, as in a statement that denies everyone, on which moto fails; and a resource
    may be a pattern that covers the prefix, where moto wants the very prefix.
    """
    if not target_bucket.policy:
        return False
    log = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}log"
    for statement in _as_list(json.loads(target_bucket.policy.decode())["Statement"]):
        principal = statement.get("Principal")
        services = _as_list(principal.get("Service", [])) if isinstance(principal, dict) else []
        if (
            statement.get("Effect") == "Allow"
            and LOGGING_SERVICE_PRINCIPAL in services
            and any(fnmatchcase("s3:PutObject", action) for action in _as_list(statement.get("Action", [])))
            and any(fnmatchcase(log, resource) for resource in _as_list(statement.get("Resource", [])))
        ):
            return True
    return False


FakeBucket._log_permissions_enabled_policy = staticmethod(_admits_log_delivery)



def _permission_without_conditions(bucket, action, resource):
    """
    What a bucket's policy says of an action. Moto reads a statement as if it had no condition, so that one that
    denies requests without TLS would deny every request; a statement with a condition is therefore left aside.
    """
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy.decode())
    policy["Statement"] = [it for it in _as_list(policy["Statement"]) if "Condition" not in it]
    return IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)


FakeBucket.get_permission = _permission_without_conditions

# A bucket whose versioning was suspended still holds delete markers, and emptying it removes them like any version; moto
# fails on them, since they hold no content to let go of.
FakeDeleteMarker.dispose = lambda self: None


_delete_nat_gateway = NatGatewayBackend.delete_nat_gateway


def _delete_nat_gateway_and_interface(backend, nat_gateway_id):
    """A NAT gateway's network interface goes with it."""
    gateway = _delete_nat_gateway(backend, nat_gateway_id)
    backend.enis.pop(gateway._eni.id, None)
    return gateway


NatGatewayBackend.delete_nat_gateway = _delete_nat_gateway_and_interface


def _delete_cache_subnet_group(response):
    """The call is missing from the emulator, which can create a group but not let go of it."""
    name = response._get_param("CacheSubnetGroupName")
    if response.elasticache_backend.cache_subnet_groups.pop(name, None) is None:
        raise CacheSubnetGroupNotFound(name)
    return ActionResult({})


ElastiCacheResponse.delete_cache_subnet_group = _delete_cache_subnet_group
